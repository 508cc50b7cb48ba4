package io.github.s3backed.store.s3;

import io.github.s3backed.core.spi.BlobContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;

/** Content, opened anew by each of the client's attempts and never copied. The client closes none of the streams. */
final class ContentStreams implements ContentStreamProvider, AutoCloseable {

    private final BlobContent content;
    private @Nullable InputStream last;

    ContentStreams(BlobContent content) {
        this.content = content;
    }

    @Override
    public InputStream newStream() {
        close();
        try {
            InputStream opened = content.open();
            last = opened;
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            if (last != null) {
                last.close();
            }
        } catch (IOException e) {
            // What was needed of it has been read.
        }
    }
}
