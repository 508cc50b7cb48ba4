/**
 * Tools that look at whole tables: see {@link io.github.s3backed.sweeper.Sweeper}, {@link io.github.s3backed.sweeper.Verifier}, {@link
 * io.github.s3backed.sweeper.Migrator} and {@link io.github.s3backed.sweeper.Restorer}.
 */
package io.github.s3backed.sweeper;
