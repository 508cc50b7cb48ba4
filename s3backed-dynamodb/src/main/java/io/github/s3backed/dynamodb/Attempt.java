package io.github.s3backed.dynamodb;

import io.github.s3backed.core.Reference;
import io.github.s3backed.core.StoredPayload;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One transmission of a write's request, with the places of its uploads. Immutable.
 *
 * @param number counts from 1
 * @param places where each upload went for this attempt
 * @param inDoubt whether an earlier attempt may have been done
 */
record Attempt(int number, Map<Upload, Reference> places, boolean inDoubt) {

    Attempt {
        places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
    }

    /** What the request holds in place of a payload. */
    AttributeValue reference(Upload upload) {
        return AttributePlan.stored(new StoredPayload.Offloaded(places.get(upload)));
    }

    /** The reference in place of a value; empty if the item keeps it. */
    Optional<Reference> reference(EncodedValue value) {
        Upload upload = value.upload();
        return upload == null ? Optional.empty() : Optional.ofNullable(places.get(upload));
    }

    Collection<Reference> references() {
        return places.values();
    }
}
