/**
 * Contract tests for what an extension implements. Each is an abstract JUnit class: extend it, say what is to be tested,
 * and override the hooks for what is optional and cannot be done.
 */
package io.github.s3backed.testkit;
