/** The pipeline between a payload and what is stored of it, with references, key templates and built-in parts. */
package io.github.s3backed.core;
