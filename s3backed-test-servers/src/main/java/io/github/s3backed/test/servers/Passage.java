package io.github.s3backed.test.servers;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * When one request passes an {@link HttpGate}.
 *
 * @param request when the server gets it
 * @param answer when the client gets the answer that the server has given by then
 * @param late whether the client is told at once that the connection broke, though the server gets the request
 */
public record Passage(CompletionStage<?> request, CompletionStage<?> answer, boolean late) {

    private static final CompletionStage<?> NOW = CompletableFuture.completedStage(null);

    /** As if there were no gate. */
    public static Passage free() {
        return new Passage(NOW, NOW, false);
    }

    /** The server gets the request when {@code gate} opens. */
    public static Passage requestHeld(CompletionStage<?> gate) {
        return new Passage(gate, NOW, false);
    }

    /** The server gets the request, and the client its answer when {@code gate} opens. */
    public static Passage answerHeld(CompletionStage<?> gate) {
        return new Passage(NOW, gate, false);
    }

    /** The client is told at once that the connection broke, and the server gets the request when {@code gate} opens. */
    public static Passage late(CompletionStage<?> gate) {
        return new Passage(gate, NOW, true);
    }
}
