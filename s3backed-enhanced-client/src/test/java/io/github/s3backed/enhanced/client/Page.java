package io.github.s3backed.enhanced.client;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbConvertedBy;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbImmutable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;

/** An immutable class with an S3-backed attribute. */
@DynamoDbImmutable(builder = Page.Builder.class)
public final class Page {

    private final @Nullable String id;
    private final @Nullable String text;

    private Page(Builder builder) {
        this.id = builder.id;
        this.text = builder.text;
    }

    public static Builder builder() {
        return new Builder();
    }

    @DynamoDbPartitionKey
    public @Nullable String id() {
        return id;
    }

    @DynamoDbConvertedBy(Article.BodyConverter.class)
    public @Nullable String text() {
        return text;
    }

    public static final class Builder {
        private @Nullable String id;
        private @Nullable String text;

        private Builder() {}

        public Builder id(@Nullable String id) {
            this.id = id;
            return this;
        }

        public Builder text(@Nullable String text) {
            this.text = text;
            return this;
        }

        public Page build() {
            return new Page(this);
        }
    }
}
