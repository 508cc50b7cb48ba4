/** The blob store over the S3 clients of the AWS SDK for Java 2.x. */
package io.github.s3backed.store.s3;
