package io.github.s3backed.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.enhanced.dynamodb.mapper.StaticAttributeTags.primaryPartitionKey;

import io.github.s3backed.codec.text.TextSerializer;
import io.github.s3backed.core.FileBlobStore;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.enhanced.client.BigTextConverter;
import io.github.s3backed.enhanced.client.JsonDictConverter;
import io.github.s3backed.enhanced.client.S3BackedConfigurations;
import io.github.s3backed.enhanced.client.S3BackedConverter;
import io.github.s3backed.enhanced.client.S3BackedConverterConfig;
import io.github.s3backed.store.s3.S3BlobStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.EnhancedType;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.StaticTableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbConvertedBy;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;

/** The README's snippets, compiled and run. {@link #areWhatTheReadmeShows} compares them with its text. */
class ReadmeSnippetsTest {
}
