/** The content coding {@code lz4} (LZ4 frame format). */
package io.github.s3backed.compress.lz4;
