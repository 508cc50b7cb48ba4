package io.github.s3backed.enhanced.client;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbImmutable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;

/** A record with an S3-backed component. */
@DynamoDbImmutable(builder = Letter.Builder.class)
public record Letter(
        @DynamoDbPartitionKey @Nullable String author,
        @DynamoDbSortKey @Nullable String id,
        @S3Backed(threshold = 0) @Nullable String text) {

    public static Builder builder() {
        return new Builder();
    }

    public static final class Builder {
        private @Nullable String author;
        private @Nullable String id;
        private @Nullable String text;

        private Builder() {}

        public Builder author(@Nullable String author) {
            this.author = author;
            return this;
        }

        public Builder id(@Nullable String id) {
            this.id = id;
            return this;
        }

        public Builder text(@Nullable String text) {
            this.text = text;
            return this;
        }

        public Letter build() {
            return new Letter(author, id, text);
        }
    }
}
