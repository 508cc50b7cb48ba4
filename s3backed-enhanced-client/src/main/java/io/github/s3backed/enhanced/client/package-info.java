/**
 * Attributes of the DynamoDB Enhanced Client that are kept in a blob store, behind two doors. The coordinated one, {@link
 * io.github.s3backed.enhanced.client.S3BackedEnhancedClient} and {@link
 * io.github.s3backed.enhanced.client.S3BackedEnhancedAsyncClient} with {@link
 * io.github.s3backed.enhanced.client.S3Backed} on getters, rolls back and cleans up. The plain one, blocking converters for
 * any schema and client, cannot; {@link io.github.s3backed.enhanced.client.S3BackedConverter} says what that means.
 */
package io.github.s3backed.enhanced.client;
