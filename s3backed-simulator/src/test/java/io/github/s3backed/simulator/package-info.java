/**
 * Drives the coordinated client, the sweeper and the handler of streams through interleavings, faults and crashes over models
 * of S3 and DynamoDB, and looks after every step whether a guarantee was broken. What happens next is a choice; the choices
 * of a schedule are all it takes to run it again.
 */
@org.jspecify.annotations.NullMarked
package io.github.s3backed.simulator;
