package io.github.s3backed.examples;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.spi.BlobStore;
import java.util.List;

/** Where the objects of a run go. */
interface Destination extends AutoCloseable {

    BlobStore store();

    KeyTemplate keyTemplate();

    /** An object as it is stored, in lines to print. */
    List<String> describe(String key);

    /** Who answers for it, for a title. */
    String holder();

    /** What becomes of the objects, in a line to print. */
    String fate();

    @Override
    void close();
}
