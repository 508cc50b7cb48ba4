/** Sweeping and verifying: see {@link io.github.s3backed.sweeper.Sweeper}. */
package io.github.s3backed.sweeper;
