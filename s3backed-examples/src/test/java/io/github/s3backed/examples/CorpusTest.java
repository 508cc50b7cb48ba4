package io.github.s3backed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {

    @TempDir
    private Path folder;

    private final List<String> notices = new ArrayList<>();

    @Test
    void findsEveryKindOfFileOnAnyMachine() {
        List<Sample> samples = Corpus.ofThisMachine(null);

        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        samples.forEach(each -> kinds.add(Kind.of(each.read())));
        assertThat(kinds).containsExactlyInAnyOrder(Kind.values());
        assertThat(samples).extracting(Sample::name).doesNotHaveDuplicates();
    }

    @Test
    void takesAFileOnceWhateverLeadsToIt() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "notes");

        assertThat(Corpus.of(List.of(folder, file, folder.resolve("./notes.txt")), notices::add))
                .extracting(Sample::name)
                .containsExactly(file.toString());
    }

    @Test
    void saysWhatItLeavesOutForItsSize() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "notes");
        Path large = folder.resolve("large.bin");
        try (var channel = Files.newByteChannel(large, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.position(64L << 20).write(ByteBuffer.allocate(1));
        }

        assertThat(Corpus.of(List.of(folder), notices::add)).hasSize(1);
        assertThat(notices).containsExactly("Left out, because it is larger than 64.0 MiB: " + large);
    }
}
