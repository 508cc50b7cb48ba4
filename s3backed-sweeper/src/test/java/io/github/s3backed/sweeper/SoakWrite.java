package io.github.s3backed.sweeper;

import java.util.Optional;

/**
 * What becomes of one item by a write.
 *
 * @param value empty if it is deleted
 * @param isOwned whether nobody else writes this item
 */
record SoakWrite(SoakKey key, Optional<SoakValue> value, boolean isOwned) {}
