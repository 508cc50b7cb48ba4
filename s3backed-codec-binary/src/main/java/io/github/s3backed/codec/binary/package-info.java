/** Binary payloads, stored as they are. */
package io.github.s3backed.codec.binary;
