package io.github.s3backed.enhanced.client;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbImmutable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;

/** A record that calls a plain attribute as a post calls an S3-backed one. */
@DynamoDbImmutable(builder = Plain.Builder.class)
public record Plain(
        @DynamoDbPartitionKey @Nullable String author,
        @DynamoDbSortKey @Nullable String id,
        @Nullable String body) {

    public static final class Builder {
        private @Nullable String author;
        private @Nullable String id;
        private @Nullable String body;

        public Builder() {}

        public void author(@Nullable String author) {
            this.author = author;
        }

        public void id(@Nullable String id) {
            this.id = id;
        }

        public void body(@Nullable String body) {
            this.body = body;
        }

        public Plain build() {
            return new Plain(author, id, body);
        }
    }
}
