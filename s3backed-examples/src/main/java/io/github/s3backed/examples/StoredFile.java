package io.github.s3backed.examples;

import io.github.s3backed.core.Reference;
import java.time.Duration;

/**
 * What became of a sample.
 *
 * @param size of the file
 * @param stored of the object
 * @param coding the object's content coding
 * @param time that the write took: upload and item
 */
record StoredFile(
        Sample sample, Kind kind, long size, long stored, String coding, Reference reference, Duration time) {}
