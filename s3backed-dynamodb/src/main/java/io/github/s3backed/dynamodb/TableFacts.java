package io.github.s3backed.dynamodb;

/**
 * What is known of a table beyond its registration.
 *
 * @param name as requests name it
 * @param account the account's 12 digits, or {@code unknown}
 * @param region such as {@code eu-central-1}, or {@code unknown}
 * @param replicated whether a replica may bring back a reference that was replaced; true also where nobody knows
 */
record TableFacts(String name, String account, String region, boolean replicated) {

    static final String UNKNOWN = "unknown";
}
