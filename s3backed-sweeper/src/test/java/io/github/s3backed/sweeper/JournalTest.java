package io.github.s3backed.sweeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir
    Path folder;

    private List<String> read(Path file) throws IOException {
        List<String> records = new ArrayList<>();
        Journal.read(file, body -> records.add(body.readUTF()));
        return records;
    }

    private Path written(String... records) throws IOException {
        Path file = folder.resolve("journal");
        try (Journal journal = Journal.open(file, body -> {})) {
            for (String record : records) {
                journal.append(out -> out.writeUTF(record));
            }
        }
        return file;
    }

    @Test
    void readsWhatWasWritten() throws IOException {
        assertThat(read(written("one", "two", ""))).containsExactly("one", "two", "");
    }

    @Test
    void dropsALastRecordThatIsNotAllThereAndGoesOnBehindTheOneBefore() throws IOException {
        byte[] whole = Files.readAllBytes(written("one", "two"));
        for (int length = whole.length / 2; length < whole.length; length++) {
            Path torn = Files.write(folder.resolve("torn"), Arrays.copyOf(whole, length));
            List<String> kept = new ArrayList<>();
            try (Journal journal = Journal.open(torn, body -> kept.add(body.readUTF()))) {
                journal.append(out -> out.writeUTF("three"));
            }
            assertThat(kept).as("%s bytes", length).containsExactly("one");
            assertThat(read(torn)).as("%s bytes", length).containsExactly("one", "three");
        }
    }

    @Test
    void dropsARecordThatWasChangedAndAllThatFollows() throws IOException {
        byte[] whole = Files.readAllBytes(written("one", "two", "three"));
        int second = whole.length * 13 / 41;
        for (int position = second; position < second + 13; position++) {
            byte[] changed = whole.clone();
            changed[position] ^= 0x40;
            Path file = Files.write(folder.resolve("changed"), changed);
            assertThat(read(file)).as("byte %s", position).containsExactly("one");
        }
    }

    @Test
    void takesZerosForNoRecords() throws IOException {
        Path file = written("one");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 1000));
        assertThat(read(file)).containsExactly("one");
    }

    @Test
    void holdsRecordsOfNothingAsWell() throws IOException {
        Path file = folder.resolve("empty");
        try (Journal journal = Journal.open(file, body -> {})) {
            journal.append(out -> {});
            journal.append(out -> {});
        }
        List<Integer> lengths = new ArrayList<>();
        Journal.read(file, body -> lengths.add(body.available()));
        assertThat(lengths).containsExactly(0, 0);
    }

    @Test
    void tellsWhetherAllOfAFileIsRecords() throws IOException {
        Path file = written("one", "two");
        assertThat(isReadToItsEnd(file)).isTrue();
        byte[] whole = Files.readAllBytes(file);
        assertThat(isReadToItsEnd(Files.write(file, Arrays.copyOf(whole, whole.length - 1))))
                .isFalse();
    }

    private static boolean isReadToItsEnd(Path file) throws IOException {
        try (Journal.Cursor cursor = new Journal.Cursor(file)) {
            assertThat(cursor.isAtEnd()).isFalse();
            while (cursor.next() != null) {
                // On to the next.
            }
            return cursor.isAtEnd();
        }
    }
}
