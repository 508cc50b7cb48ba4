package io.github.s3backed.dynamodb;

import io.github.s3backed.core.KeyPart;
import org.jspecify.annotations.Nullable;

/** An item among those of all tables. */
record ItemId(String table, KeyPart partitionKey, @Nullable KeyPart sortKey) {}
