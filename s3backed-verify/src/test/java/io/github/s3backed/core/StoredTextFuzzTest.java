package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.verify.Fuzz;
import io.github.s3backed.verify.Mutations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StoredTextFuzzTest {

    private static final String FINGERPRINT = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final List<String> REFERENCES = List.of(
            "s3://bucket/key",
            "s3://bucket/s3backed/articles/a%2Fb/" + FINGERPRINT,
            "mem://b/../../x",
            "file://b/\ud83d\ude00");
    private static final List<String> WORDS =
            List.of("/", "://", "%00", "..", "\ud800", "\u0000", " ", "s3", "?a=b#c", "@", ":", "[", "\u212a");

    private static final Map<String, String> METADATA =
            new PayloadHeader("binary", "gzip", 12, new Fingerprint(FINGERPRINT)).toUserMetadata();
    private static final List<String> VALUES = List.of(FINGERPRINT, "1", "12", "gzip", "text-utf-16");
    private static final List<String> VALUE_WORDS = List.of(
            "-1",
            "+1",
            "007",
            "9223372036854775807",
            "9223372036854775808",
            "\u0661",
            " ",
            "\n",
            "",
            "G",
            "\u00e9",
            "text");

    @Test
    void aReferenceIsRefusedOrIsWrittenTheSameWay() throws Exception {
        Fuzz.run("references", random -> {
            String text = new Mutations(random).textOf(REFERENCES, WORDS);
            parsed(text).ifPresent(reference -> assertThat(reference).hasToString(text));
        });
    }

    @Test
    void metadataIsCorruptOrAnothersOrIsWrittenTheSameWay() throws Exception {
        Fuzz.run("object metadata", random -> {
            Mutations mutations = new Mutations(random);
            Map<String, String> metadata = new TreeMap<>(METADATA);
            for (int i = random.nextInt(3); i >= 0; i--) {
                String name = mutations.pick(List.copyOf(METADATA.keySet()));
                switch (random.nextInt(4)) {
                    case 0 -> metadata.remove(name);
                    case 1 -> metadata.put("s3backed-later", "x");
                    default -> metadata.put(name, mutations.textOf(VALUES, VALUE_WORDS));
                }
            }
            assertReadAsWritten(metadata);
        });
    }

    private static void assertReadAsWritten(Map<String, String> metadata) {
        try {
            Optional<PayloadHeader> header = PayloadHeader.fromUserMetadata(metadata, "an object");
            assertThat(header.isPresent()).isEqualTo(!metadata.isEmpty());
            header.ifPresent(read -> assertThat(metadata).containsAllEntriesOf(read.toUserMetadata()));
        } catch (CorruptPayloadException e) {
            assertThat(metadata).isNotEqualTo(METADATA);
        }
    }

    private static Optional<Reference> parsed(String text) {
        try {
            return Optional.of(Reference.parse(text));
        } catch (InvalidReferenceException e) {
            return Optional.empty();
        }
    }
}
