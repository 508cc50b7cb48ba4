/** JSON payloads over Jackson 2. */
package io.github.s3backed.codec.json;
