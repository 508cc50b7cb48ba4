package io.github.s3backed.benchmarks;

import java.util.List;

/** Something that is hoped for, and how it is measured. */
interface Goal {

    /** Measures, prints the tables that its figures come from, and returns the figures. */
    List<Figure> measure(Stand stand) throws Exception;
}
