/** The content coding {@code zstd} (RFC 8878). */
package io.github.s3backed.compress.zstd;
