package io.github.s3backed.enhanced.client;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbIgnore;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;

/** A bean with a payload of which the SDK's converter leaves out what JSON keeps. */
@DynamoDbBean
public class Ledger {

    private @Nullable String id;
    private @Nullable String author;
    private @Nullable Entry entry;

    /** What a bean has. */
    public Ledger() {}

    @DynamoDbPartitionKey
    public @Nullable String getAuthor() {
        return author;
    }

    public void setAuthor(@Nullable String author) {
        this.author = author;
    }

    @DynamoDbSortKey
    public @Nullable String getId() {
        return id;
    }

    public void setId(@Nullable String id) {
        this.id = id;
    }

    @S3Backed
    public @Nullable Entry getEntry() {
        return entry;
    }

    public void setEntry(@Nullable Entry entry) {
        this.entry = entry;
    }

    /** A part of it. */
    @DynamoDbBean
    public static class Entry {

        private @Nullable String text;
        private @Nullable String remark;

        /** What a bean has. */
        public Entry() {}

        public @Nullable String getText() {
            return text;
        }

        public void setText(@Nullable String text) {
            this.text = text;
        }

        @DynamoDbIgnore
        public @Nullable String getRemark() {
            return remark;
        }

        public void setRemark(@Nullable String remark) {
            this.remark = remark;
        }
    }
}
