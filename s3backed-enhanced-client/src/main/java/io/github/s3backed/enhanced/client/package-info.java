/**
 * The plain door: blocking attribute converters which upload when an item is written and download when it is read, usable
 * in any schema of the DynamoDB Enhanced Client. What they cannot do is said at {@link
 * io.github.s3backed.enhanced.client.S3BackedConverter}.
 */
package io.github.s3backed.enhanced.client;
