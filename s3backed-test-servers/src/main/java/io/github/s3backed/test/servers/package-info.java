/** Servers that speak DynamoDB's and S3's protocols inside the test's own process, and what chooses among them. */
@NullMarked
package io.github.s3backed.test.servers;

import org.jspecify.annotations.NullMarked;
