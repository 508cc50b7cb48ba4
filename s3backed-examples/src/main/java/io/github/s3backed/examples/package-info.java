/** The quickstart: real files into DynamoDB and S3, and back. Not published. */
@NullMarked
package io.github.s3backed.examples;

import org.jspecify.annotations.NullMarked;
