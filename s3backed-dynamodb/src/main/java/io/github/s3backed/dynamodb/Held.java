package io.github.s3backed.dynamodb;

import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.Reference;
import java.util.concurrent.CompletionStage;

/** A reference that was seen in an attribute of an item. */
record Held(ItemId item, AttributePlan attribute, KeyContext context, Reference reference) {

    /** Whether its object is nobody else's, so that this client may remove it when the attribute lets go of it. */
    boolean isRemovable() {
        return attribute.removesObjects() && attribute.pipeline().isExclusiveTo(reference, context);
    }

    CompletionStage<Void> delete() {
        return attribute.pipeline().delete(reference);
    }
}
