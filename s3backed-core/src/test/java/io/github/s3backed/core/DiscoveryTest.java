package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.s3backed.core.spi.BlobStore;
import io.github.s3backed.core.spi.BlobStoreProvider;
import io.github.s3backed.core.spi.Compressor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryTest {

    @Test
    void findsTheBuiltInCompressors() {
        assertThat(Compressors.discover().ids()).containsExactly("gzip", "identity");
    }

    @Test
    void prefersWhatItIsGivenToWhatItFinds() {
        GzipCompressor best = GzipCompressor.withLevel(9);

        assertThat(Compressors.discover(best).require("gzip")).isSameAs(best);
    }

    @Test
    void refusesTwoOfOneIdAndNamesBoth() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Serializers.discover(new Utf8Serializer(), new OtherText()))
                .withMessageContaining("Two serializers have the id 'text'")
                .withMessageContaining(Utf8Serializer.class.getName())
                .withMessageContaining(OtherText.class.getName());
    }

    @Test
    void refusesTwoThatAreBothFound(@TempDir Path folder) throws Exception {
        try (URLClassLoader loader = listing(folder, Compressor.class, SecondGzip.class.getName())) {
            withContext(
                    loader,
                    () -> assertThatIllegalArgumentException()
                            .isThrownBy(Compressors::discover)
                            .withMessageContaining("Two compressors have the id 'gzip'")
                            .withMessageContaining(GzipCompressor.class.getName())
                            .withMessageContaining(SecondGzip.class.getName()));
        }
    }

    @Test
    void saysWhichProviderCannotBeLoaded(@TempDir Path folder) throws Exception {
        try (URLClassLoader loader = listing(folder, Compressor.class, "com.example.Gone")) {
            withContext(
                    loader,
                    () -> assertThatExceptionOfType(MissingProviderException.class)
                            .isThrownBy(Compressors::discover)
                            .withMessageContaining("com.example.Gone"));
        }
    }

    @Test
    void findsProvidersOnAThreadWhoseContextKnowsNothing() throws Exception {
        withContext(
                ClassLoader.getPlatformClassLoader(),
                () -> assertThat(Compressors.discover().ids()).containsExactly("gzip", "identity"));
    }

    @Test
    void namesTheArtifactOfASerializerThatIsNotThere() {
        assertThatExceptionOfType(MissingProviderException.class)
                .isThrownBy(() -> Serializers.discover(new Utf8Serializer()).require("json", Object.class))
                .withMessage("No serializer with the id 'json' was found. Found: text. Add"
                        + " io.github.s3backed:s3backed-codec-json to the class path, or register one with that id.");
    }

    @Test
    void saysWhatToDoAboutAnIdThatNobodyKnows() {
        assertThatExceptionOfType(MissingProviderException.class)
                .isThrownBy(() -> Serializers.discover().require("avro", Object.class))
                .withMessage("No serializer with the id 'avro' was found. Found: none. Register one with that id, as a"
                        + " service or with the builder.");
    }

    @Test
    void refusesATypeThatTheSerializerCannotHold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Serializers.discover(new Utf8Serializer()).require("text", Integer.class))
                .withMessageContaining("'text'")
                .withMessageContaining("java.lang.Integer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Text", "te xt", "täxt", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void refusesAnIdThatCannotBeStored(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Serializers.discover(new Utf8Serializer() {
                    @Override
                    public String id() {
                        return id;
                    }
                }))
                .withMessageContaining("a-z, 0-9 and '-'");
    }

    @Test
    void buildsStoresFromUris(@TempDir Path folder) {
        try (BlobStore memory = BlobStores.create(URI.create("mem://bucket"));
                BlobStore file = BlobStores.create(folder.resolve("bucket").toUri())) {
            assertThat(memory.location()).hasToString("mem://bucket");
            assertThat(file.location()).hasToString("file://bucket");
        }
    }

    @Test
    void namesTheArtifactOfAStoreThatIsNotThere() {
        assertThatExceptionOfType(MissingProviderException.class)
                .isThrownBy(() -> BlobStores.create(URI.create("s3://bucket")))
                .withMessageContaining("io.github.s3backed:s3backed-store-s3")
                .withMessageContaining("file, mem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bucket", "mem:bucket", "mem://bucket/x", "file://host/x", "file:x"})
    void refusesAUriThatNoProviderUnderstands(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BlobStores.create(URI.create(uri)))
                .withMessageContaining(uri);
    }

    @ParameterizedTest
    @ValueSource(classes = {Compressor.class, BlobStoreProvider.class})
    void listsTheSameProvidersForClassPathAndModulePath(Class<?> spi) throws IOException {
        ModuleDescriptor module;
        try (InputStream descriptor = Files.newInputStream(Path.of("target/classes/module-info.class"))) {
            module = ModuleDescriptor.read(descriptor);
        }
        Set<String> onModulePath = new TreeSet<>();
        module.provides().stream()
                .filter(provides -> provides.service().equals(spi.getName()))
                .forEach(provides -> onModulePath.addAll(provides.providers()));
        List<String> onClassPath = Files.readAllLines(Path.of("target/classes/META-INF/services", spi.getName()));

        assertThat(onModulePath).isNotEmpty().containsExactlyElementsOf(new TreeSet<>(onClassPath));
    }

    private static URLClassLoader listing(Path folder, Class<?> spi, String provider) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(spi.getName()), provider, StandardCharsets.UTF_8);
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, DiscoveryTest.class.getClassLoader());
    }

    private static void withContext(ClassLoader loader, Runnable test) {
        Thread thread = Thread.currentThread();
        ClassLoader former = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            test.run();
        } finally {
            thread.setContextClassLoader(former);
        }
    }

    /** Another kind of text. */
    static final class OtherText extends Utf8Serializer {}

    /** Claims an id that is taken. */
    public static final class SecondGzip implements Compressor {

        @Override
        public String id() {
            return "gzip";
        }

        @Override
        public java.io.OutputStream compress(java.io.OutputStream out) {
            return out;
        }

        @Override
        public InputStream decompress(InputStream in) {
            return in;
        }
    }
}
