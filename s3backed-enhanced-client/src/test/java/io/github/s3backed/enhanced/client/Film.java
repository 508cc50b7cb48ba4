package io.github.s3backed.enhanced.client;

import io.github.s3backed.core.LazyPayload;
import io.github.s3backed.core.StreamedPayload;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;

/** A bean whose payloads are read when somebody asks for them. */
@DynamoDbBean
public class Film {

    private @Nullable String author;
    private @Nullable String id;
    private @Nullable LazyPayload<String> script;
    private @Nullable LazyPayload<Map<String, Object>> meta;
    private @Nullable StreamedPayload picture;

    /** What a bean has. */
    public Film() {}

    static Film of(String author, String id) {
        Film film = new Film();
        film.author = author;
        film.id = id;
        return film;
    }

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

    @S3Backed(threshold = 0)
    public @Nullable LazyPayload<String> getScript() {
        return script;
    }

    public void setScript(@Nullable LazyPayload<String> script) {
        this.script = script;
    }

    @S3Backed
    public @Nullable LazyPayload<Map<String, Object>> getMeta() {
        return meta;
    }

    public void setMeta(@Nullable LazyPayload<Map<String, Object>> meta) {
        this.meta = meta;
    }

    @S3Backed(threshold = 0, compressor = "identity")
    public @Nullable StreamedPayload getPicture() {
        return picture;
    }

    public void setPicture(@Nullable StreamedPayload picture) {
        this.picture = picture;
    }
}
