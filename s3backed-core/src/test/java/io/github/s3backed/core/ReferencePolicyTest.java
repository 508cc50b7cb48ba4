package io.github.s3backed.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose references are followed, and whose objects may be removed. */
class ReferencePolicyTest {

    private static final KeyTemplate SHARED = KeyTemplate.of("shared/{fingerprint}");
    private static final KeyTemplate PLACELESS = KeyTemplate.of("placeless/{fingerprint}-{writeId}");
    private static final Fingerprint FINGERPRINT = new Fingerprint("ab".repeat(32));
    private static final String WRITE_ID = "0".repeat(32);
    private static final KeyContext HERE = place("1");
    private static final KeyContext THERE = place("2");

    private final MemoryBlobStore store = MemoryBlobStore.create("bucket");

    private static KeyContext place(String item) {
        return KeyContext.builder()
                .table("t")
                .partitionKey(KeyPart.string(item))
                .attribute("body")
                .build();
    }

    private ReferencePolicy policy(KeyTemplate... templates) {
        return new ReferencePolicy(Map.of(store.location(), store), List.of(templates));
    }

    private Reference reference(KeyTemplate template) {
        return new Reference(store.location(), template.render(FINGERPRINT, WRITE_ID, HERE));
    }

    private static Reference elsewhere(KeyTemplate template) {
        return new Reference(
                MemoryBlobStore.create("another").location(), template.render(FINGERPRINT, WRITE_ID, HERE));
    }

    @Test
    void anExclusiveKeyIsThatOfItsOwnItemAlone() {
        ReferencePolicy policy = policy(KeyTemplate.EXCLUSIVE, SHARED);

        assertThat(policy.isExclusiveTo(reference(KeyTemplate.EXCLUSIVE), HERE)).isTrue();
        assertThat(policy.isExclusiveTo(reference(KeyTemplate.EXCLUSIVE), THERE))
                .isFalse();
        assertThat(policy.isExclusiveTo(elsewhere(KeyTemplate.EXCLUSIVE), HERE)).isFalse();
        assertThat(policy(SHARED).isExclusiveTo(reference(KeyTemplate.EXCLUSIVE), HERE))
                .isFalse();
    }

    @Test
    void aKeyThatIsSharedOrNamesNoItemIsNobodys() {
        assertThat(policy(SHARED).isExclusiveTo(reference(SHARED), HERE)).isFalse();
        assertThat(policy(PLACELESS).isExclusiveTo(reference(PLACELESS), HERE)).isFalse();
    }

    @Test
    void aKeyThatASharedTemplateMayHaveBuiltAsWellIsNobodys() {
        String ours = reference(KeyTemplate.EXCLUSIVE).key();
        KeyTemplate ambiguous = KeyTemplate.of(ours.replace(FINGERPRINT.hex(), "{fingerprint}"));

        assertThat(policy(KeyTemplate.EXCLUSIVE, ambiguous).isExclusiveTo(reference(KeyTemplate.EXCLUSIVE), HERE))
                .isFalse();
    }

    @Test
    void followsReferencesOfItsTemplatesWhereTheyBelong() {
        ReferencePolicy policy = policy(KeyTemplate.EXCLUSIVE, SHARED);

        assertThat(policy.follows(reference(KeyTemplate.EXCLUSIVE), HERE)).isTrue();
        assertThat(policy.follows(reference(KeyTemplate.EXCLUSIVE), THERE)).isFalse();
        assertThat(policy.follows(reference(SHARED), THERE)).isTrue();
        assertThat(policy.follows(reference(PLACELESS), HERE)).isFalse();
        assertThat(policy.follows(elsewhere(SHARED), HERE)).isFalse();
        assertThat(policy.isStored(reference(PLACELESS))).isTrue();
        assertThat(policy.isStored(elsewhere(SHARED))).isFalse();
    }

    @Test
    void saysWhyItFollowsAReferenceNot() {
        ReferencePolicy policy = policy(KeyTemplate.EXCLUSIVE, SHARED);

        assertThat(policy.follow(reference(KeyTemplate.EXCLUSIVE), HERE))
                .isEqualTo(new FollowedReference(reference(KeyTemplate.EXCLUSIVE), store, FINGERPRINT, false));
        assertThat(policy.follow(reference(SHARED), HERE).shared()).isTrue();
        assertThatExceptionOfType(InvalidReferenceException.class)
                .isThrownBy(() -> policy.follow(reference(KeyTemplate.EXCLUSIVE), THERE))
                .withMessageContaining("belongs to another table, item or attribute");
        assertThatExceptionOfType(InvalidReferenceException.class)
                .isThrownBy(() -> policy.follow(reference(PLACELESS), HERE))
                .withMessageContaining("none of the key templates");
        assertThatExceptionOfType(InvalidReferenceException.class)
                .isThrownBy(() -> policy.follow(elsewhere(SHARED), HERE))
                .withMessageContaining("mem://another/", "outside of the configured stores [mem://bucket]");
    }

    @Test
    void repeatsNoReferenceOfAnotherScheme() {
        assertThatExceptionOfType(InvalidReferenceException.class)
                .isThrownBy(() -> policy(SHARED).follow(Reference.parse("https://private/x"), HERE))
                .withMessageStartingWith("A reference of another scheme is not followed")
                .withMessageNotContaining("private");
    }

    @Test
    void knowsTheStoreOfAReferenceAndWhatLooksLikeOne() {
        assertThat(policy(SHARED).storeOf(reference(SHARED))).isSameAs(store);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy(SHARED).storeOf(elsewhere(SHARED)))
                .withMessageContaining("outside of the configured stores");
        assertThat(policy(SHARED).resemble("mem://")).isTrue();
        assertThat(policy(SHARED).resemble("mem:/x")).isFalse();
        assertThat(policy(SHARED).resemble("s3://bucket/key")).isFalse();
    }
}
