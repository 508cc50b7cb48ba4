/** Text payloads in a strict charset. */
package io.github.s3backed.codec.text;
