package io.github.s3backed.core;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.InputStreamPublisher;
import io.github.s3backed.core.spi.PresignedUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A payload of bytes that need not fit in memory: a file, a stream or a publisher to be stored, or what an item holds, which is read
 * when somebody asks for it.
 *
 * <p><b>Writing.</b> The bytes to store are made, and compressed, in a temporary file before any of them is sent, because the key of
 * the object holds their hash. The file is in the folder for temporary files, or in the one that was configured; only its owner can
 * read it, and it goes with the write, whatever becomes of it. What was read from an item can be written as it is: the object is then
 * copied inside the store.
 *
 * <p><b>Reading.</b> Bytes are verified against the hash in the reference while they are read, and the end of a stream is reported only
 * if all of them were right. <em>What was read before the end is unverified</em>: do not act on it before. {@link #copyTo} publishes a
 * file only once all of it is verified. A connection that breaks is replaced by another one, from where it broke.
 *
 * <p>Safe for use by many threads. Equal to itself alone.
 */
public final class StreamedPayload {

    private final @Nullable StreamSource given;
    private final @Nullable StoredSource stored;
    private final @Nullable String contentType;

    private StreamedPayload(@Nullable StreamSource given, @Nullable StoredSource stored, @Nullable String contentType) {
        this.given = given;
        this.stored = stored;
        this.contentType = contentType;
    }

    /** A file to be stored, as often as needed, or once if it is a pipe. What is stored is what it holds while it is read. */
    public static StreamedPayload of(Path file) {
        return new StreamedPayload(StreamSource.of(file), null, null);
    }

    /** Bytes to be stored, as often as needed. They are not copied and must not change. */
    public static StreamedPayload of(byte[] bytes) {
        return new StreamedPayload(StreamSource.of(BlobContent.of(bytes)), null, null);
    }

    /** A stream to be stored once. It is read and closed by a thread of this library. */
    public static StreamedPayload of(InputStream stream) {
        return new StreamedPayload(StreamSource.once(Objects.requireNonNull(stream, "stream")), null, null);
    }

    /**
     * What a publisher sends, to be stored once. It is asked for one buffer at a time. Publishers of {@code org.reactivestreams}, such
     * as the AWS SDK's, become such ones by {@code FlowAdapters.toFlowPublisher}.
     */
    public static StreamedPayload of(Flow.Publisher<ByteBuffer> publisher) {
        Objects.requireNonNull(publisher, "publisher");
        return new StreamedPayload(StreamSource.once(() -> new PublisherInputStream(publisher)), null, null);
    }

    static StreamedPayload stored(StoredSource source) {
        return new StreamedPayload(null, source, null);
    }

    /**
     * The same, to be stored with a media type (RFC 9110, section 8.3) other than its attribute's, which is {@code
     * application/octet-stream} unless a tool registers it otherwise.
     *
     * @throws IllegalStateException if it is stored already
     */
    public StreamedPayload withContentType(String type) {
        if (given == null) {
            throw new IllegalStateException("A stored payload keeps its media type.");
        }
        return new StreamedPayload(given, null, Objects.requireNonNull(type, "type"));
    }

    /**
     * The payload's bytes. Opening and reading wait for the store. One that is yet to be stored yields its own bytes, and if it is
     * not a file that uses it up.
     *
     * @return a stream, to be closed, which throws an {@link IOException} in place of its end if what it has yielded is not what was
     *     stored; its cause is then a {@link CorruptPayloadException}
     * @throws IOException if the bytes cannot be read
     * @throws S3BackedException {@link BlobNotFoundException}, or an exception that says more, if the item was replaced or deleted
     *     since it was read; {@link CorruptPayloadException}, {@link PayloadTooLargeException}, {@link MissingProviderException} or
     *     {@link BlobStoreException}
     */
    public InputStream open() throws IOException {
        return given != null ? given.open() : Objects.requireNonNull(stored).open();
    }

    /**
     * Writes the payload to a file, which appears under its name when all of it has been verified, and is readable by its owner alone.
     * Waits for the store.
     *
     * @param options {@link StandardCopyOption#REPLACE_EXISTING}, or nothing
     * @throws FileAlreadyExistsException if there is such a file, and it is not to be replaced
     * @throws IOException if the payload could not be read or written, or is not the one that was stored: {@code target} is then as it
     *     was before
     * @throws S3BackedException as {@link #open}
     */
    public void copyTo(Path target, CopyOption... options) throws IOException {
        boolean replaces = List.of(options).contains(StandardCopyOption.REPLACE_EXISTING);
        if (!replaces && Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        Path folder = target.toAbsolutePath().getParent();
        Path written = Files.createTempFile(folder, ".s3backed-", ".part");
        try {
            try (InputStream in = open()) {
                write(in, written);
            }
            if (replaces) {
                Files.move(written, target, options);
            } else {
                publish(written, target);
            }
        } finally {
            Files.deleteIfExists(written);
        }
    }

    // By a link, which fails if somebody else has made the file by now. A move would replace it: it looks first, and
    // then renames.
    private static void publish(Path written, Path target) throws IOException {
        try {
            Files.createLink(target, written);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.move(written, target); // This file system has no links.
        }
    }

    // Not by Files.copy, which would make a new file that others can read as well.
    private static void write(InputStream in, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            in.transferTo(out);
        }
    }

    /**
     * As {@link #copyTo}, without waiting: on a thread of this library.
     *
     * @return a stage that fails with what {@link #copyTo} throws
     */
    public CompletionStage<Void> copyToAsync(Path target, CopyOption... options) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        copyTo(target, options);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                StreamThreads.EXECUTOR);
    }

    /**
     * The payload's bytes as fast as a subscriber asks for them, read on threads of this library. It signals an error in place of its
     * end if what it has sent is not what was stored. Each subscriber costs a request of its own.
     */
    public Flow.Publisher<ByteBuffer> publisher() {
        return InputStreamPublisher.of(this::open, StreamThreads.EXECUTOR);
    }

    /** Where the payload is stored; empty if it is not yet, or its item keeps it. */
    public Optional<Reference> reference() {
        return Optional.ofNullable(stored).flatMap(StoredSource::reference);
    }

    /** The SHA-256 of the bytes, which costs no request; empty of a payload that is yet to be stored. */
    public Optional<Fingerprint> fingerprint() {
        return Optional.ofNullable(stored).map(StoredSource::fingerprint);
    }

    /** As {@link LazyPayload#info}. */
    public CompletionStage<PayloadInfo> info() {
        return stored == null ? CompletableFuture.failedFuture(LazyPayload.notStored()) : stored.info();
    }

    /** As {@link LazyPayload#presign(Duration)}. */
    public PresignedUrl presign(Duration validFor) {
        return presign(validFor, null);
    }

    /** As {@link LazyPayload#presign(Duration, String)}. */
    public PresignedUrl presign(Duration validFor, @Nullable String contentDisposition) {
        if (stored == null) {
            throw LazyPayload.notStored();
        }
        return stored.presign(validFor, contentDisposition);
    }

    /** Where it is stored, if it is. */
    Optional<StoredSource> storedSource() {
        return Optional.ofNullable(stored);
    }

    /** What is to be stored, if it is not. */
    StreamSource source() {
        return given != null ? given : StreamSource.once(Objects.requireNonNull(stored)::open);
    }

    /** The media type that it was given; empty if it was given none. */
    Optional<String> contentType() {
        return Optional.ofNullable(contentType);
    }

    @Override
    public String toString() {
        return "StreamedPayload["
                + (stored == null
                        ? "to be stored"
                        : reference().map(Reference::toString).orElse("inline")) + "]";
    }
}
