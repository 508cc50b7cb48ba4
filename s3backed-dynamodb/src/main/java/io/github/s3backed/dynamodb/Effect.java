package io.github.s3backed.dynamodb;

import io.github.s3backed.core.Reference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a committed write.
 *
 * @param released what its items may have let go of, and whose objects may be removed at once if so: references that they
 *     were seen to hold before, and uploads that they may not have taken
 * @param held the references that each item holds since, as far as those released are concerned; nothing is known of an item
 *     that is not in it. Null where a consistent read must tell.
 * @param unprocessed references of the parts of the request that DynamoDB handed back, whose fate is unknown
 */
record Effect(List<Held> released, @Nullable Map<ItemId, Set<Reference>> held, Set<Reference> unprocessed) {

    /** Nothing is known to have been let go of. */
    static Effect none() {
        return new Effect(List.of(), Map.of(), Set.of());
    }
}
