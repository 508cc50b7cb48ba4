package io.github.s3backed.enhanced.client;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbConvertedBy;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;

/** A bean with one S3-backed attribute of each kind. */
@DynamoDbBean
public class Article {

    static final String CONFIGURATION = "articles";

    private @Nullable String author;
    private @Nullable String title;
    private @Nullable String body;
    private byte @Nullable [] image;
    private @Nullable Map<String, Object> meta;
    private @Nullable List<Comment> comments;

    /** What a bean has. */
    public Article() {}

    static Article of(String author, String title) {
        Article article = new Article();
        article.author = author;
        article.title = title;
        return article;
    }

    @DynamoDbPartitionKey
    public @Nullable String getAuthor() {
        return author;
    }

    public void setAuthor(@Nullable String author) {
        this.author = author;
    }

    @DynamoDbSortKey
    public @Nullable String getTitle() {
        return title;
    }

    public void setTitle(@Nullable String title) {
        this.title = title;
    }

    @DynamoDbConvertedBy(BodyConverter.class)
    public @Nullable String getBody() {
        return body;
    }

    public void setBody(@Nullable String body) {
        this.body = body;
    }

    @DynamoDbConvertedBy(ImageConverter.class)
    public byte @Nullable [] getImage() {
        return image;
    }

    public void setImage(byte @Nullable [] image) {
        this.image = image;
    }

    @DynamoDbConvertedBy(MetaConverter.class)
    public @Nullable Map<String, Object> getMeta() {
        return meta;
    }

    public void setMeta(@Nullable Map<String, Object> meta) {
        this.meta = meta;
    }

    @DynamoDbConvertedBy(CommentsConverter.class)
    public @Nullable List<Comment> getComments() {
        return comments;
    }

    public void setComments(@Nullable List<Comment> comments) {
        this.comments = comments;
    }

    /** A type of the application's own. */
    public record Comment(String by, String text) {}

    public static final class BodyConverter extends BigTextConverter {
        public BodyConverter() {
            super(CONFIGURATION);
        }
    }

    public static final class ImageConverter extends BigBinaryConverter {
        public ImageConverter() {
            super(CONFIGURATION);
        }
    }

    public static final class MetaConverter extends JsonDictConverter {
        public MetaConverter() {
            super(CONFIGURATION);
        }
    }

    public static final class CommentsConverter extends JsonConverter<List<Comment>> {
        public CommentsConverter() {
            super(EnhancedType.listOf(Comment.class), CONFIGURATION);
        }
    }
}
