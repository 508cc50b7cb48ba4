package io.github.s3backed.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One act of one actor, and what it has done to the table so far. */
final class Operation {

    final Actor actor;
    final Act act;
    final Subject subject;
    final int beganAt;
    final List<Effect> effects = new ArrayList<>(2);
    boolean cancelled;

    Operation(Actor actor, Act act, Subject subject, int beganAt) {
        this.actor = actor;
        this.act = act;
        this.subject = subject;
        this.beganAt = beganAt;
    }

    /** An item that was written, as the table holds it. */
    record Effect(String id, Map<String, AttributeValue> before, Map<String, AttributeValue> after) {}

    boolean hasWritten(String id) {
        return effects.stream().anyMatch(effect -> effect.id().equals(id));
    }

    @Override
    public String toString() {
        return actor + ": " + act + " of " + subject.id();
    }
}
