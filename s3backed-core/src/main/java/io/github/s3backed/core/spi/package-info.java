/** What an extension implements: serializers, compressors and blob stores, and the types that they exchange. */
package io.github.s3backed.core.spi;
