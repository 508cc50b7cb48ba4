/** Removes the objects of what the records of a table's stream have released. */
@org.jspecify.annotations.NullMarked
package io.github.s3backed.streams;
