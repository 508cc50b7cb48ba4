/** The command line {@code s3backed}. */
package io.github.s3backed.cli;
