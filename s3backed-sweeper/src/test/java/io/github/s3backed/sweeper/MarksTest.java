package io.github.s3backed.sweeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarksTest {

    @TempDir
    Path folder;

    private Marks marks(int keys, int inMemory, int times) throws IOException {
        Path file = folder.resolve("marks");
        try (MarkSorter sorter = new MarkSorter(folder, inMemory)) {
            for (int i = 0; i < keys * times; i++) {
                sorter.add(Marks.hash("key-" + i % keys));
            }
            sorter.writeTo(file);
        }
        return Marks.open(file);
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "1, 10", "10, 10", "11, 10", "511, 100", "512, 100", "513, 100", "5000, 70", "5000, 100000"})
    void containWhatWasAddedAndNothingElse(int keys, int inMemory) throws IOException {
        try (Marks marks = marks(keys, inMemory, 1)) {
            assertThat(marks.count()).isEqualTo(keys);
            for (int i = 0; i < keys; i++) {
                assertThat(marks.contains("key-" + i)).as("key %s", i).isTrue();
                assertThat(marks.contains("other-" + i)).as("other %s", i).isFalse();
            }
            assertThat(marks.contains("neither")).isFalse();
        }
    }

    @Test
    void countAKeyOnceHoweverOftenItWasAdded() throws IOException {
        try (Marks marks = marks(1000, 300, 3)) {
            assertThat(marks.count()).isEqualTo(1000);
        }
    }

    @Test
    void leaveNothingElseBehind() throws IOException {
        marks(1000, 100, 1).close();
        try (var files = Files.list(folder)) {
            assertThat(files).extracting(file -> file.getFileName().toString()).containsExactly("marks");
        }
    }

    @Test
    void areNotReadFromAFileThatLostSome() throws IOException {
        marks(600, 100, 1).close();
        Path file = folder.resolve("marks");
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 8, 600 * 8 - 8, 600 * 8, 600 * 8 + 7}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Marks.open(file)).as("%s bytes", length).isInstanceOf(IOException.class);
        }
        for (int position : new int[] {4000, 4007}) {
            byte[] changed = whole.clone();
            changed[position] ^= 1;
            Files.write(file, changed);
            assertThatThrownBy(() -> Marks.open(file)).as("byte %s", position).isInstanceOf(IOException.class);
        }
    }
}
