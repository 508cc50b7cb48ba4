/**
 * Contract tests for what an extension implements. Each is an abstract JUnit class: extend it, say what is to be tested,
 * and override the hooks for what is optional and cannot be done.
 *
 * <p>And HTTP clients for the AWS SDK that inject faults, for the tests of services: {@link io.github.s3backed.testkit.HttpFaults}.
 */
package io.github.s3backed.testkit;
