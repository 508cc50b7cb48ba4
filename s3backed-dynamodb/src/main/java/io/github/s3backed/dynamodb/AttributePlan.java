package io.github.s3backed.dynamodb;

import io.github.s3backed.core.InvalidReferenceException;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.LateRead;
import io.github.s3backed.core.LazyPayload;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.PreparedPayload;
import io.github.s3backed.core.Reference;
import io.github.s3backed.core.S3BackedException;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.core.StreamedPayload;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What is done with the values of one S3-backed attribute: those of requests and responses, and those in the table. */
final class AttributePlan {

    /** Amazon DynamoDB Developer Guide, "Quotas". */
    private static final int MAX_ITEM_BYTES = 400 * 1024;

    private final String table;
    private final S3BackedAttribute attribute;
    private final PayloadPipeline<Object> pipeline;
    private final StoreRegistry store;
    private final NativeValues nativeValues;
    private final boolean removesObjects;

    /**
     * A plan.
     *
     * @param store of new payloads
     * @param removesObjects whether this client removes objects, or leaves that to the sweeper
     */
    AttributePlan(
            S3BackedTable table,
            S3BackedAttribute attribute,
            PayloadPipeline<Object> pipeline,
            StoreRegistry store,
            boolean removesObjects) {
        this.table = table.name();
        this.attribute = attribute;
        this.pipeline = pipeline;
        this.store = store;
        this.nativeValues = table.nativeValues();
        this.removesObjects = removesObjects;
    }

    String name() {
        return attribute.name();
    }

    String table() {
        return table;
    }

    S3BackedAttribute attribute() {
        return attribute;
    }

    PayloadPipeline<Object> pipeline() {
        return pipeline;
    }

    /** What the store of new payloads says of itself. */
    StoreRegistry store() {
        return store;
    }

    boolean removesObjects() {
        return removesObjects;
    }

    /** How messages name it. */
    String place() {
        return "attribute '" + name() + "' of table '" + table + "'";
    }

    /** Whether new values go into DynamoDB as they are. */
    boolean writesNatively() {
        return nativeValues == NativeValues.READ_AND_WRITE;
    }

    /** The value of a request as DynamoDB would hold it without this library. */
    AttributeValue nativeForm(AttributeValue given) {
        AttributeValue form = formOf(given);
        boolean ambiguous = form.s() != null && pipeline.resemblesReference(form.s())
                || form.b() != null && StoredPayload.isInline(form.b().asByteArrayUnsafe());
        if (ambiguous) {
            throw new RefusedRequestException(
                    "A value for the S3-backed " + place()
                            + " looks like a reference or a stored payload, and would be read as"
                            + " one if it were stored natively. Nothing was sent or stored; end nativeValues(READ_AND_WRITE)"
                            + " to store it.",
                    null);
        }
        return form;
    }

    private AttributeValue formOf(AttributeValue given) {
        return PayloadHandle.in(given)
                .map(handle -> handle.nativeValue()
                        .orElseThrow(() -> new RefusedRequestException(
                                "A value for " + place() + " was taken from a response; hand over the value itself.",
                                null)))
                .orElse(given);
    }

    /**
     * Serializes and compresses the value of a request: at once, but for one that is a stream or was not fetched.
     *
     * @return a future that fails with an {@link S3BackedException} if the value cannot be read; nothing was stored. Cancelling it closes
     *     a stream that is being read
     * @throws S3BackedException if the value has no form in the attribute's format
     */
    CompletableFuture<PreparedPayload> prepare(AttributeValue given) {
        try {
            return told(prepare(payload(given)).toCompletableFuture());
        } catch (S3BackedException e) {
            throw writing(e);
        }
    }

    private CompletableFuture<PreparedPayload> told(CompletableFuture<PreparedPayload> begun) {
        CompletableFuture<PreparedPayload> told = begun.exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                Failures.unwrap(failure) instanceof S3BackedException ours ? writing(ours) : Failures.unwrap(failure)));
        told.whenComplete((payload, failure) -> {
            if (told.isCancelled() && !begun.cancel(true)) {
                begun.thenAccept(PreparedPayload::close); // It came in the last moment.
            }
        });
        return told;
    }

    private S3BackedException writing(S3BackedException failure) {
        return failure.at("Writing " + place());
    }

    private CompletionStage<PreparedPayload> prepare(Object payload) {
        if (payload instanceof LazyPayload<?> lazy) {
            return pipeline.prepare(lazy);
        }
        return payload instanceof StreamedPayload streamed
                ? pipeline.prepare(streamed)
                : CompletableFuture.completedFuture(pipeline.prepare(payload));
    }

    private Object payload(AttributeValue given) {
        Optional<PayloadHandle> handle = PayloadHandle.in(given);
        if (handle.isPresent()) {
            Object value = handle.get().value();
            if (value instanceof StreamedPayload && attribute.form() != S3BackedAttribute.Form.BYTES) {
                throw refuse("a stream of bytes"); // Nobody would see to it that they are such as this attribute reads.
            }
            if (value instanceof LazyPayload || value instanceof StreamedPayload) {
                return value;
            }
            if (attribute.form() == S3BackedAttribute.Form.HANDLE) {
                return Optional.ofNullable(value).orElseThrow(() -> refuse("a value that was read natively"));
            }
        }
        return switch (attribute.form()) {
            case STRING -> required(given.s(), given);
            case BYTES -> required(given.b(), given).asByteArrayUnsafe();
            case HANDLE -> throw refuse("a plain value of type " + given.type());
        };
    }

    private <T> T required(@Nullable T value, AttributeValue given) {
        if (value == null) {
            throw refuse("a value of type " + given.type());
        }
        return value;
    }

    private RefusedRequestException refuse(String what) {
        String expected = switch (attribute.form()) {
            case STRING -> "type S";
            case BYTES -> "type B";
            case HANDLE -> "what the attribute's own converter makes";
        };
        return new RefusedRequestException(
                "The request gives " + what + " to the S3-backed " + place() + ", which takes " + expected
                        + ". Nothing was sent or stored.",
                null);
    }

    /** The reference that the table holds in this attribute; empty if it holds none that is followed. */
    Optional<Reference> reference(AttributeValue stored) {
        return stored.s() == null ? Optional.empty() : parse(stored.s()).filter(pipeline::isStored);
    }

    private static Optional<Reference> parse(String text) {
        try {
            return Optional.of(Reference.parse(text));
        } catch (InvalidReferenceException e) {
            return Optional.empty();
        }
    }

    /** What the table holds for a stored payload. */
    static AttributeValue stored(StoredPayload payload) {
        return payload instanceof StoredPayload.Inline inline
                ? AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(inline.envelope()))
                : AttributeValue.fromS(
                        ((StoredPayload.Offloaded) payload).reference().toString());
    }

    /**
     * The value of a response for what the table holds.
     *
     * @param contexts where it was found, by the table's name and by former ones
     * @param late hears of reads that are yet to come
     */
    CompletionStage<AttributeValue> read(AttributeValue stored, List<KeyContext> contexts, Scope scope, LateRead late) {
        if (stored.nul() != null) {
            return CompletableFuture.completedFuture(stored);
        }
        if (isNative(stored)) {
            return readNative(stored);
        }
        if (!isEager()) {
            return readLater(stored, contexts, late);
        }
        return scope.begin(() -> load(stored, contexts)).handle((value, failure) -> {
            if (failure != null) {
                throw new CompletionException(located(Failures.unwrap(failure)));
            }
            return given(value);
        });
    }

    // What is thrown at once is told like what fails later: it must not hide the other items of a page.
    private CompletableFuture<Object> load(AttributeValue stored, List<KeyContext> contexts) {
        try {
            StoredPayload payload = payloadOf(stored);
            return pipeline.loadAsync(payload, contextOf(payload, contexts)).toCompletableFuture();
        } catch (S3BackedException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Whether values are fetched with their items. */
    boolean isEager() {
        return attribute.fetch() == S3BackedAttribute.Fetch.WITH_ITEM;
    }

    /**
     * A payload that the table holds, as a request takes it over without fetching it; empty of what is no payload.
     *
     * @throws S3BackedException if its reference is not one that is followed there
     */
    Optional<AttributeValue> unread(AttributeValue stored, List<KeyContext> contexts, LateRead late) {
        if (stored.nul() != null) {
            return Optional.empty();
        }
        if (isNative(stored)) {
            return Optional.of(readNative(stored).toCompletableFuture().join());
        }
        StoredPayload payload = payloadOf(stored);
        return Optional.of(PayloadHandle.read(payloadLater(payload, contextOf(payload, contexts), late)));
    }

    private Object payloadLater(StoredPayload payload, KeyContext context, LateRead late) {
        return attribute.fetch() == S3BackedAttribute.Fetch.AS_STREAM
                ? pipeline.stream(payload, context, late)
                : pipeline.lazy(payload, context, late);
    }

    private CompletionStage<AttributeValue> readLater(AttributeValue stored, List<KeyContext> contexts, LateRead late) {
        try {
            StoredPayload payload = payloadOf(stored);
            return CompletableFuture.completedFuture(
                    PayloadHandle.read(payloadLater(payload, contextOf(payload, contexts), late)));
        } catch (S3BackedException e) {
            return CompletableFuture.failedFuture(located(e));
        }
    }

    private KeyContext contextOf(StoredPayload payload, List<KeyContext> contexts) {
        if (contexts.size() == 1) {
            return contexts.get(0); // Whoever follows the reference reads its key anyway.
        }
        return contexts.stream()
                .filter(context -> payload instanceof StoredPayload.Offloaded offloaded
                        && pipeline.follows(offloaded.reference(), context))
                .findFirst()
                .orElse(contexts.get(0));
    }

    private Throwable located(Throwable failure) {
        return failure instanceof S3BackedException ours ? ours.at("Reading " + place()) : failure;
    }

    /** The value of a request as a response would hold it; empty if it must be fetched for that. */
    Optional<AttributeValue> shown(AttributeValue given) {
        Optional<Object> value = PayloadHandle.in(given).map(PayloadHandle::value);
        boolean later = value.filter(held -> held instanceof LazyPayload || held instanceof StreamedPayload)
                .isPresent();
        return later || !isEager()
                ? Optional.empty()
                : Optional.of(value.map(PayloadHandle::read).orElse(given));
    }

    /** What the table holds, compared with what would be stored today. */
    StoredForm formOf(@Nullable AttributeValue stored, List<KeyContext> contexts) {
        if (stored == null || stored.nul() != null) {
            return StoredForm.ABSENT;
        }
        if (!isBacked(stored)) {
            return StoredForm.NATIVE;
        }
        if (stored.b() != null) {
            return isCurrent(stored, contexts.get(0)) ? StoredForm.CURRENT : StoredForm.OVERSIZED;
        }
        Optional<Reference> reference = parse(stored.s());
        if (reference.isEmpty() || contexts.stream().noneMatch(context -> pipeline.follows(reference.get(), context))) {
            return StoredForm.FOREIGN;
        }
        return isCurrent(stored, contexts.get(0)) ? StoredForm.CURRENT : StoredForm.FORMER;
    }

    /** Whether a payload that the table holds is as and where it would be stored today. */
    boolean isCurrent(AttributeValue stored, KeyContext context) {
        return isBacked(stored) && pipeline.isCurrent(payloadOf(stored), context);
    }

    /** Whether a value is a payload or looks like a reference, and so is none that was written without this library. */
    private boolean isBacked(AttributeValue stored) {
        return stored.s() != null && pipeline.resemblesReference(stored.s())
                || stored.b() != null && StoredPayload.isInline(stored.b().asByteArrayUnsafe());
    }

    /**
     * Makes ready to be stored what the table holds, in whatever form.
     *
     * @param anew never by a copy
     */
    CompletionStage<PreparedPayload> prepareAgain(
            AttributeValue stored, List<KeyContext> contexts, LateRead late, boolean anew) {
        if (!isBacked(stored)) {
            return prepare(
                    attribute.form() == S3BackedAttribute.Form.HANDLE
                            ? PayloadHandle.read(wholeOfNative(stored))
                            : stored);
        }
        StoredPayload payload = payloadOf(stored);
        return pipeline.prepareAgain(payload, contextOf(payload, contexts), late, anew);
    }

    /** Makes an object that others have written ready to be stored. */
    CompletionStage<PreparedPayload> prepareFrom(Reference object) {
        if (attribute.serializer() instanceof SerializedBytes foreign
                && !foreign.id().equals(NativeBytes.BINARY.id())) {
            throw new RefusedRequestException(
                    "Whether an object is a value of " + place() + " is known to its serializer '" + foreign.id()
                            + "' alone, which is the application's. Nothing was sent or stored; adopt it there.",
                    null);
        }
        return pipeline.prepareFrom(object, attribute.fetch() == S3BackedAttribute.Fetch.AS_STREAM);
    }

    /** The id of the compressor of what the table holds; empty of what does not say. */
    CompletionStage<Optional<String>> storedCompressor(
            AttributeValue stored, List<KeyContext> contexts, LateRead late) {
        if (!isBacked(stored)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        StoredPayload payload = payloadOf(stored);
        return pipeline.lazy(payload, contextOf(payload, contexts), late)
                .info()
                .thenApply(info -> info.length().isPresent() ? Optional.of(info.contentEncoding()) : Optional.empty());
    }

    /** What DynamoDB would hold without this library, for what it does hold. */
    CompletionStage<AttributeValue> loadNative(AttributeValue stored, List<KeyContext> contexts, LateRead late) {
        if (!isBacked(stored)) {
            return CompletableFuture.completedFuture(stored);
        }
        nativeForm(); // Known before anything is read.
        StoredPayload payload = payloadOf(stored);
        LazyPayload<Object> lazy = pipeline.lazy(payload, contextOf(payload, contexts), late);
        return lazy.info().thenCompose(info -> {
            // Of objects without our metadata only the stored length is known, which compression leaves near theirs at
            // the most.
            if (Math.max(info.length().orElse(0), info.storedLength() / 2) > MAX_ITEM_BYTES) {
                throw new AttributeRewriting.TooLargeForItemException();
            }
            return lazy.getAsync().thenApply(value -> wholeNative(value, info.length()));
        });
    }

    /** The value of what DynamoDB holds, if the serializer keeps all of it. */
    private Object wholeOfNative(AttributeValue held) {
        Object value = ofNative(held);
        if (attribute.fetch() == S3BackedAttribute.Fetch.AS_STREAM) {
            return value;
        }
        NativeForm<Object> form = nativeForm();
        requireWhole(
                converted(() -> Faithful.holds(held, form.write(pipeline.deserialize(pipeline.serialize(value))))));
        return value;
    }

    /**
     * The value as DynamoDB would hold it, if its converter keeps all of it.
     *
     * @param length of the serialized bytes, where that is known: the class may know less by now than the payload holds
     */
    private AttributeValue wholeNative(Object value, OptionalLong length) {
        AttributeValue result = nativeForm(asNative(value));
        if (attribute.form() == S3BackedAttribute.Form.HANDLE
                && attribute.fetch() != S3BackedAttribute.Fetch.AS_STREAM) {
            byte[] serialized = pipeline.serialize(value);
            byte[] back = pipeline.serialize(ofNative(result));
            requireWhole(length.orElse(serialized.length) == serialized.length
                    && Faithful.consistOfTheSame(serialized, back));
        }
        return result;
    }

    private void requireWhole(boolean whole) {
        if (!whole) {
            throw new RefusedRequestException(
                    "The value of " + place()
                            + " does not come back whole from its converter and its serializer: one of"
                            + " them leaves out, or writes in another way, what the other keeps. Nothing was sent or stored; migrate"
                            + " it with the class that wrote it, or by reading and writing the item.",
                    null);
        }
    }

    private AttributeValue asNative(Object value) {
        return attribute.form() == S3BackedAttribute.Form.HANDLE
                ? converted(() -> nativeForm().write(value))
                : given(value);
    }

    private Object ofNative(AttributeValue held) {
        NativeForm<Object> form = nativeForm();
        return converted(() -> form.read(held));
    }

    private <T> T converted(Supplier<T> conversion) {
        try {
            return conversion.get();
        } catch (RuntimeException e) {
            throw new RefusedRequestException(
                    "The converter of " + place()
                            + " takes a value in the item for none of its own, or gives it no form"
                            + " there. Nothing was sent or stored; its cause says more.",
                    e);
        }
    }

    @SuppressWarnings("unchecked") // The registration gives both, for values of one type.
    private NativeForm<Object> nativeForm() {
        NativeForm<?> form = attribute.nativeForm();
        if (form == null && attribute.form() == S3BackedAttribute.Form.HANDLE) {
            throw new RefusedRequestException(
                    "How DynamoDB would hold values of the S3-backed " + place() + " itself is known to its converter"
                            + " alone. Nothing was sent or stored; register the attribute with a nativeForm.",
                    null);
        }
        return (NativeForm<Object>) form;
    }

    /** The value of a response that stands for a payload. */
    AttributeValue given(Object payload) {
        return switch (attribute.form()) {
            case STRING -> AttributeValue.fromS((String) payload);
            case BYTES -> AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe((byte[]) payload));
            case HANDLE -> PayloadHandle.read(payload);
        };
    }

    private StoredPayload payloadOf(AttributeValue stored) {
        return stored.b() != null
                ? new StoredPayload.Inline(stored.b().asByteArrayUnsafe())
                : new StoredPayload.Offloaded(Reference.parse(stored.s()));
    }

    /**
     * Whether a value was written without this library. What looks like a reference into a store of ours never is, though a
     * text might: handing out a reference as the value would be worse than refusing such a text.
     */
    private boolean isNative(AttributeValue stored) {
        if (stored.s() != null) {
            return nativeValues != NativeValues.REFUSE && !pipeline.resemblesReference(stored.s());
        }
        return stored.b() == null
                || nativeValues != NativeValues.REFUSE
                        && !StoredPayload.isInline(stored.b().asByteArrayUnsafe());
    }

    private CompletionStage<AttributeValue> readNative(AttributeValue stored) {
        if (nativeValues == NativeValues.REFUSE) {
            return CompletableFuture.failedFuture(new InvalidReferenceException(
                    "The S3-backed " + place() + " is of type " + stored.type()
                            + ", and only S (a reference), B (a payload kept in the item) and NULL are read. If it holds a value"
                            + " from before the attribute was S3-backed, allow nativeValues(READ), or migrate it.",
                    null));
        }
        return CompletableFuture.completedFuture(
                switch (attribute.form()) {
                    case HANDLE -> PayloadHandle.readNative(stored);
                    case STRING ->
                        isEager() || stored.s() == null ? stored : PayloadHandle.read(LazyPayload.of(stored.s()));
                    case BYTES -> isEager() || stored.b() == null ? stored : readNativeBytes(stored.b());
                });
    }

    private AttributeValue readNativeBytes(SdkBytes bytes) {
        return PayloadHandle.read(
                attribute.fetch() == S3BackedAttribute.Fetch.AS_STREAM
                        ? StreamedPayload.of(bytes.asByteArrayUnsafe())
                        : LazyPayload.of(bytes.asByteArrayUnsafe()));
    }
}
