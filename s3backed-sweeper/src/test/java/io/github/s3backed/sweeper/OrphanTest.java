package io.github.s3backed.sweeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrphanTest {

    @ParameterizedTest
    @EnumSource
    void isReadAsItWasWritten(Orphan.Form form) throws IOException {
        Orphan orphan = new Orphan(form, "kéy", "version 1", 5L << 32, Instant.parse("2026-05-01T00:00:00.123456789Z"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        orphan.write(new DataOutputStream(bytes));

        assertThat(Orphan.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
                .isEqualTo(orphan);
    }

    @Test
    void formsAreStoredByTheirOrder() {
        assertThat(Orphan.Form.values()).containsExactly(Orphan.Form.OBJECT, Orphan.Form.VERSION, Orphan.Form.UPLOAD);
    }

    @Test
    void marksOfAPageGrow() {
        MarkBuffer marks = new MarkBuffer();
        for (int i = 0; i < 1000; i++) {
            marks.add(i);
        }
        assertThat(marks.size()).isEqualTo(1000);
        assertThat(marks.hashes()).startsWith(0, 1, 2).contains(255, 256, 257, 999);
        marks.clear();
        assertThat(marks.size()).isZero();
    }
}
