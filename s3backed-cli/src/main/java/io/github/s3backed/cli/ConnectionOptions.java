package io.github.s3backed.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is registered, and where the services are. */
final class ConnectionOptions {

    static final String REGISTRATION_VARIABLE = "S3BACKED_REGISTRATION";

    @Option(
            names = {"-r", "--registration"},
            paramLabel = "FILE",
            description =
                    "What your application has registered, as it exports it with registration(). May be given more"
                            + " than once; the environment variable " + REGISTRATION_VARIABLE + " holds a default.")
    List<Path> registrations = new ArrayList<>();

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "Of S3, and of the tables of a registration that names none; by default as for the AWS CLI.")
    @Nullable
    String region;

    @Option(names = "--profile", paramLabel = "NAME", description = "Of the shared AWS configuration files.")
    @Nullable
    String profile;

    @Option(
            names = "--endpoint-dynamodb",
            paramLabel = "URI",
            description = "Another DynamoDB than AWS's, such as LocalStack's.")
    @Nullable
    URI endpointDynamoDb;

    @Option(names = "--endpoint-s3", paramLabel = "URI", description = "Another S3 than AWS's.")
    @Nullable
    URI endpointS3;

    @Option(names = "--path-style", description = "Put the bucket's name into the path, as many other S3s need it.")
    boolean pathStyle;

    @Option(
            names = "--expected-bucket-owner",
            paramLabel = "ACCOUNT",
            description = "The account that every bucket must belong to.")
    @Nullable
    String expectedBucketOwner;
}
