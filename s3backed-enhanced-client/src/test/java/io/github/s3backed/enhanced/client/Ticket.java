package io.github.s3backed.enhanced.client;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbImmutable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;

/** An immutable class with an S3-backed attribute, annotated on the builder's setter. */
@DynamoDbImmutable(builder = Ticket.Builder.class)
public final class Ticket {

    private final @Nullable String id;
    private final @Nullable String text;

    private Ticket(Builder builder) {
        this.id = builder.id;
        this.text = builder.text;
    }

    @DynamoDbPartitionKey
    public @Nullable String getId() {
        return id;
    }

    public @Nullable String getText() {
        return text;
    }

    public static final class Builder {
        private @Nullable String id;
        private @Nullable String text;

        public Builder() {}

        public Builder setId(@Nullable String id) {
            this.id = id;
            return this;
        }

        @S3Backed
        public Builder setText(@Nullable String text) {
            this.text = text;
            return this;
        }

        public Ticket build() {
            return new Ticket(this);
        }
    }
}
