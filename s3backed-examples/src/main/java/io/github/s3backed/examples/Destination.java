package io.github.s3backed.examples;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.dynamodb.StorePolicy;
import java.util.List;
import java.util.SortedSet;

/** Where the objects of a run go. */
interface Destination extends AutoCloseable {

    /** What the keys begin with under which a store says of itself what tables it has, and by which policy it is swept. */
    String REGISTRY = StorePolicy.KEY.substring(0, StorePolicy.KEY.lastIndexOf('/') + 1);

    BlobStore store();

    KeyTemplate keyTemplate();

    /** The names of this run's payload objects. Looks what is there. */
    SortedSet<String> payloads();

    /** The names of the objects by which the store speaks of itself, and of this run's table. Looks what is there. */
    SortedSet<String> registry();

    /** What an object is called here. */
    String nameOf(String key);

    /** Whether the files' objects stay when the run is over. */
    boolean stays();

    /** An object as it is stored, in lines to print. */
    List<String> describe(String key);

    /** Who answers for it, for a title. */
    String holder();

    /** What becomes of everything, in a line to print. */
    String fate();

    @Override
    void close();
}
