package io.github.s3backed.dynamodb;

import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.PreparedPayload;
import io.github.s3backed.core.Reference;
import io.github.s3backed.core.spi.PutResult;
import java.util.concurrent.CompletionStage;

/** A payload of a write that leaves its item. Equal to itself alone. */
final class Upload {

    private final ItemId item;
    private final AttributePlan attribute;
    private final KeyContext context;
    private final PreparedPayload payload;

    Upload(ItemId item, AttributePlan attribute, KeyContext context, PreparedPayload payload) {
        this.item = item;
        this.attribute = attribute;
        this.context = context;
        this.payload = payload;
    }

    AttributePlan attribute() {
        return attribute;
    }

    long bytes() {
        return payload.storedBytes();
    }

    /** Whether the object of another payload is copied, and nothing sent. */
    boolean isCopy() {
        return payload.isCopy();
    }

    /** Whether each attempt has an object of its own, which this client may remove again. */
    boolean isRemovable() {
        return attribute.pipeline().keyTemplate().isExclusive() && attribute.removesObjects();
    }

    Reference place(String writeId) {
        return payload.place(writeId, context);
    }

    CompletionStage<PutResult> upload(Reference place) {
        return payload.upload(place);
    }

    Held held(Reference place) {
        return new Held(item, attribute, context, place);
    }
}
