package io.github.s3backed.sweeper;

/** Where a sweep could be killed; a test does so by throwing. */
interface Steps {

    /** Nobody looks. */
    Steps UNOBSERVED = step -> {};

    /** Called before what the name says. */
    void before(String step);
}
