package io.github.s3backed.benchmarks;

import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBClientBuilder;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBMapper;
import com.amazonaws.services.dynamodbv2.datamodeling.DynamoDBMapperConfig;
import com.amazonaws.services.dynamodbv2.datamodeling.S3Link;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import java.io.ByteArrayOutputStream;
import java.util.UUID;

/** The S3Link of the SDK for Java 1: a pointer in the item, and a put of its own. */
final class SdkOneLink {

    private static final String REGION = "us-east-1";

    private final DynamoDBMapper mapper;
    private final String bucket;

    SdkOneLink(Bed bed, String bucket) {
        AWSCredentialsProvider credentials =
                new AWSStaticCredentialsProvider(new BasicAWSCredentials("access", "secret"));
        AmazonS3 s3 = AmazonS3ClientBuilder.standard()
                .withEndpointConfiguration(
                        new EndpointConfiguration(bed.s3Server().endpoint().toString(), REGION))
                .withPathStyleAccessEnabled(true)
                .withCredentials(credentials)
                .build();
        this.bucket = bucket;
        this.mapper = new DynamoDBMapper(
                AmazonDynamoDBClientBuilder.standard()
                        .withEndpointConfiguration(
                                new EndpointConfiguration(bed.dynamoDbEndpoint().toString(), REGION))
                        .withCredentials(credentials)
                        .build(),
                DynamoDBMapperConfig.DEFAULT,
                credentials);
        mapper.getS3ClientCache().useClient(s3);
    }

    /** Yields what would be in the item. */
    String put(byte[] bytes) {
        S3Link link = mapper.createS3Link(bucket, "link/" + UUID.randomUUID());
        link.uploadFrom(bytes);
        return link.toJson();
    }

    byte[] get(String json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        S3Link.fromJson(mapper.getS3ClientCache(), json).downloadTo(out);
        return out.toByteArray();
    }
}
