/**
 * The coordinated door: a {@code DynamoDbClient} or {@code DynamoDbAsyncClient} over which everything in the caller's code
 * stays as it was, while registered attributes live in a blob store.
 */
package io.github.s3backed.dynamodb;
