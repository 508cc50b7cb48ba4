package io.github.s3backed.sweeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class SegmentMarksTest {

    private static final Map<String, AttributeValue> NEXT = Map.of("id", AttributeValue.fromS("é 1"));

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("segment");
        try (SegmentMarks marks = SegmentMarks.open(file)) {
            assertThat(marks.lastKey()).isNull();
            assertThat(marks.finished()).isFalse();
            marks.add(5, new long[] {7, 8, 9}, 2, NEXT);
            assertThat(marks.lastKey()).isEqualTo(NEXT);
            assertThat(marks.finished()).isFalse();
        }
    }

    @Test
    void goOnWhereTheyWereLeft() throws IOException {
        try (SegmentMarks again = SegmentMarks.open(file)) {
            assertThat(again.lastKey()).isEqualTo(NEXT);
            assertThat(again.items()).isEqualTo(5);
            assertThat(again.references()).isEqualTo(2);

            again.add(3, new long[] {1}, 1, Map.of());

            assertThat(again.finished()).isTrue();
            assertThat(again.lastKey()).isNull();
            assertThat(again.items()).isEqualTo(8);
            assertThat(again.references()).isEqualTo(3);
        }
        try (SegmentMarks ended = SegmentMarks.open(file)) {
            assertThat(ended.finished()).isTrue();
            assertThat(ended.items()).isEqualTo(8);
            assertThat(ended.references()).isEqualTo(3);
        }
    }

    @Test
    void keepKeysOfEveryType() throws IOException {
        for (Map<String, AttributeValue> key : Arrays.asList(
                Map.of("id", AttributeValue.fromN("-1.50"), "sort", AttributeValue.fromS("")),
                Map.of("id", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1}))))) {
            try (SegmentMarks marks = SegmentMarks.open(file)) {
                marks.add(1, new long[0], 0, key);
            }
            try (SegmentMarks again = SegmentMarks.open(file)) {
                assertThat(again.lastKey()).isEqualTo(key);
            }
        }
    }

    @Test
    void refuseAKeyOfAnotherType() throws IOException {
        try (SegmentMarks marks = SegmentMarks.open(file)) {
            assertThatThrownBy(() -> marks.add(1, new long[0], 0, Map.of("id", AttributeValue.fromBool(true))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("BOOL");
        }
    }

    @Test
    void areSortedAllOfThem() throws IOException {
        try (SegmentMarks marks = SegmentMarks.open(file);
                MarkSorter sorter = new MarkSorter(folder, 10)) {
            marks.writeTo(sorter);
            assertThat(sorter.added()).isEqualTo(2);
            marks.writeTo(sorter);
            assertThat(sorter.added()).isEqualTo(4);
        }
    }

    @Test
    void areNotSortedIfSomeAreLost() throws IOException {
        try (SegmentMarks marks = SegmentMarks.open(file);
                MarkSorter sorter = new MarkSorter(folder, 10)) {
            byte[] whole = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(whole, whole.length - 1));
            assertThatThrownBy(() -> marks.writeTo(sorter))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is damaged");
        }
    }
}
