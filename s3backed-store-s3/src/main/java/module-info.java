/** The blob store over the S3 clients of the AWS SDK for Java 2.x. */
@org.jspecify.annotations.NullMarked
module io.github.s3backed.store.s3 {
    requires static org.jspecify;
    requires transitive io.github.s3backed.core;
    requires transitive software.amazon.awssdk.services.s3;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.http;
    requires software.amazon.awssdk.http.auth.aws;
    requires software.amazon.awssdk.http.auth.spi;
    requires software.amazon.awssdk.regions;
    requires org.reactivestreams;

    exports io.github.s3backed.store.s3;

    provides io.github.s3backed.core.spi.BlobStoreProvider with
            io.github.s3backed.store.s3.S3BlobStore.Provider;
}
