/** The library beside the raw SDK and its peers, and what payloads cost. */
@org.jspecify.annotations.NullMarked
package io.github.s3backed.benchmarks;
