package io.github.s3backed.enhanced.client;

import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.store.s3.S3BlobStore;
import io.github.s3backed.test.servers.AwsBackend;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.enhanced.dynamodb.AttributeValueType;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableMetadata;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Tables of posts, and what is stored for them. */
final class Coordinated {

    static final TableSchema<Post> POSTS = S3BackedTableSchema.fromBean(Post.class);
    static final TableSchema<Letter> LETTERS = S3BackedTableSchema.fromImmutable(Letter.class);
    static final TableSchema<EnhancedDocument> DOCUMENTS = S3BackedTableSchema.documents(
            documents(),
            S3BackedDocumentAttribute.text("body").threshold(0),
            S3BackedDocumentAttribute.binary("image").threshold(0),
            S3BackedDocumentAttribute.json("meta").threshold(0));
    static final TableSchema<Post> STATIC = StaticTableSchema.builder(Post.class)
            .newItemSupplier(Post::new)
            .addAttribute(
                    String.class,
                    a -> a.name("author")
                            .getter(Post::getAuthor)
                            .setter(Post::setAuthor)
                            .tags(StaticAttributeTags.primaryPartitionKey()))
            .addAttribute(
                    String.class,
                    a -> a.name("id")
                            .getter(Post::getId)
                            .setter(Post::setId)
                            .tags(StaticAttributeTags.primarySortKey()))
            .addAttribute(
                    String.class,
                    a -> a.name("body")
                            .getter(Post::getBody)
                            .setter(Post::setBody)
                            .attributeConverter(S3BackedAttributeConverter.text()
                                    .threshold(0)
                                    .compressor("identity")))
            .build();

    final AwsBackend aws;
    final MemoryBlobStore second = MemoryBlobStore.create("second");

    Coordinated(AwsBackend aws) {
        this.aws = aws;
    }

    static TableSchema<EnhancedDocument> documents() {
        return TableSchema.documentSchemaBuilder()
                .addIndexPartitionKey(TableMetadata.primaryIndexName(), "author", AttributeValueType.S)
                .addIndexSortKey(TableMetadata.primaryIndexName(), "id", AttributeValueType.S)
                .build();
    }

    static Key key(String id) {
        return Key.builder().partitionValue("ann").sortValue(id).build();
    }

    S3BackedEnhancedClient.Builder blocking() {
        return S3BackedEnhancedClient.builder()
                .dynamoDbClient(aws.dynamoDb())
                .blobStore(S3BlobStore.create(aws.s3(), aws.bucket()))
                .store("second", second);
    }

    S3BackedEnhancedAsyncClient.Builder async() {
        return S3BackedEnhancedAsyncClient.builder()
                .dynamoDbClient(aws.dynamoDbAsync())
                .blobStore(S3BlobStore.create(aws.s3Async(), aws.bucket()))
                .store("second", second);
    }

    /** A new table with the keys of a post. */
    String newTable() {
        String name = aws.newTableName("coordinated");
        DynamoDbEnhancedClient.builder()
                .dynamoDbClient(aws.dynamoDb())
                .build()
                .table(name, POSTS)
                .createTable();
        aws.dynamoDb().waiter().waitUntilTableExists(request -> request.tableName(name));
        return name;
    }

    /** The item as DynamoDB holds it. */
    Map<String, AttributeValue> stored(String table, String id) {
        return aws.dynamoDb()
                .getItem(request -> request.tableName(table)
                        .key(key(id).primaryKeyMap(POSTS))
                        .consistentRead(true))
                .item();
    }

    void put(String table, String id, Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> item = new HashMap<>(key(id).primaryKeyMap(POSTS));
        item.putAll(attributes);
        aws.dynamoDb().putItem(request -> request.tableName(table).item(item));
    }

    /** The keys of a table's objects in the second store. */
    List<String> secondObjects(String table) {
        return second.keys().stream()
                .filter(key -> key.startsWith("s3backed/" + table + "/"))
                .toList();
    }

    /** The keys of a table's objects in the bucket. */
    List<String> objects(String table) {
        return aws
                .s3()
                .listObjectsV2Paginator(request -> request.bucket(aws.bucket()).prefix("s3backed/" + table + "/"))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }
}
