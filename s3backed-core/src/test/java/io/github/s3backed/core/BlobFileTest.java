package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.s3backed.core.spi.BlobContent;
import io.github.s3backed.core.spi.BlobMetadata;
import io.github.s3backed.core.spi.PutMode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects as files: their names, and where their bytes end. */
class BlobFileTest {

    private static final BlobMetadata METADATA = new BlobMetadata("text/plain", "identity", Map.of("name", "value"));

    private FileBlobStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = FileBlobStore.create(folder.resolve("bucket"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void endsWhereItsBytesEndAlsoForAReaderThatSkips() {
        put("key", "0123456789");

        assertThat(read("key", body -> {
                    assertThat(body.skip(4)).isEqualTo(4);
                    return body.readAllBytes();
                }))
                .isEqualTo("456789");
        assertThat(read("key", body -> {
                    assertThat(body.skip(100)).isEqualTo(10);
                    return body.readAllBytes();
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "x", "/", "/.", "/..", "./x", "../x", "!", "+", "A"})
    void hasANameBesideThatOfAnyOtherLongKey(String end) {
        String stem = "a".repeat(200);
        put(stem, "stem");
        put(stem + end + "/below", "below");

        put(stem + end, "end");

        assertThat(read(stem + end, InputStream::readAllBytes)).isEqualTo("end");
        assertThat(read(stem + end + "/below", InputStream::readAllBytes)).isEqualTo("below");
        assertThat(store.fileOf(stem + end).normalize()).isEqualTo(store.fileOf(stem + end));
    }

    @Test
    void isNotMadeAtTheRootOfAFileSystem() {
        assertThatIllegalArgumentException().isThrownBy(() -> FileBlobStore.create(Path.of("/")));
        assertThatIllegalArgumentException().isThrownBy(() -> BlobStores.create(URI.create("file:///")));
    }

    private void put(String key, String text) {
        BlobContent content = BlobContent.of(text.getBytes(StandardCharsets.UTF_8));
        Stages.join(store.put(key, content, METADATA, PutMode.OVERWRITE));
    }

    private String read(String key, Body body) {
        return new String(Stages.join(store.get(key, (info, in) -> body.read(in))), StandardCharsets.UTF_8);
    }

    private interface Body {
        byte[] read(InputStream in) throws IOException;
    }
}
