package io.github.s3backed.sweeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.dynamodb.CleanUp;
import io.github.s3backed.dynamodb.S3BackedAttribute;
import io.github.s3backed.dynamodb.S3BackedDynamoDb;
import io.github.s3backed.dynamodb.S3BackedTable;
import io.github.s3backed.sweeper.KeyJudge.Kind;
import org.junit.jupiter.api.Test;

class KeyJudgeTest {

    private static final String HEX = "ab".repeat(16);
    private static final String END = "/" + HEX + "/body/" + HEX + HEX + "-" + HEX;

    private static KeyJudge judge(KeyTemplate... former) {
        S3BackedTable table = S3BackedTable.builder("t")
                .partitionKey("id")
                .attribute(S3BackedAttribute.text("body").build())
                .logicalName("now")
                .formerLogicalNames("once")
                .build();
        try (S3BackedDynamoDb s3backed = S3BackedDynamoDb.builder()
                .blobStore(MemoryBlobStore.create("judge"))
                .cleanUp(CleanUp.SWEEPER)
                .formerKeyTemplates(former)
                .table(table)
                .build()) {
            return new KeyJudge(s3backed.tables());
        }
    }

    @Test
    void knowsKeysOfDeclaredTablesByTheirLogicalNames() {
        assertThat(judge().kindOf("s3backed/now" + END)).isEqualTo(Kind.EXCLUSIVE);
        assertThat(judge().kindOf("s3backed/once" + END)).isEqualTo(Kind.EXCLUSIVE);
        assertThat(judge().kindOf("s3backed/t" + END)).isEqualTo(Kind.UNKNOWN);
        assertThat(judge().kindOf("s3backed/.registry/tables/x")).isEqualTo(Kind.REGISTRY);
        assertThat(judge().kindOf("pynamodb-mate/s3backed/" + HEX + HEX)).isEqualTo(Kind.UNKNOWN);
        assertThat(judge(KeyTemplate.PYNAMODB_MATE).kindOf("pynamodb-mate/s3backed/" + HEX + HEX))
                .isEqualTo(Kind.SHARED);
    }

    @Test
    void doesNotKnowKeysThatNobodyCanHaveMade() {
        for (String table : new String[] {"!", "!zz", "!-F", "!61", "."}) {
            assertThat(judge().kindOf("s3backed/" + table + END)).as(table).isEqualTo(Kind.UNKNOWN);
        }
    }

    @Test
    void takesAKeyThatMayBeSharedForSuch() {
        KeyTemplate exclusive = KeyTemplate.of("x/{attribute}/{fingerprint}-{writeId}");
        KeyTemplate shared = KeyTemplate.of("x/body/{fingerprint}-" + HEX);
        String both = "x/body/" + HEX + HEX + "-" + HEX;

        assertThat(judge(exclusive).kindOf(both)).isEqualTo(Kind.EXCLUSIVE);
        assertThat(judge(exclusive, shared).kindOf(both)).isEqualTo(Kind.SHARED);
        assertThat(judge(shared, exclusive).kindOf(both)).isEqualTo(Kind.SHARED);
    }

    @Test
    void saysWhetherAnyTemplateIsShared() {
        assertThat(judge().hasSharedTemplates()).isFalse();
        assertThat(judge(KeyTemplate.PYNAMODB_MATE).hasSharedTemplates()).isTrue();
        assertThat(judge(KeyTemplate.PYNAMODB_MATE).templates())
                .containsExactlyInAnyOrder(KeyTemplate.EXCLUSIVE, KeyTemplate.PYNAMODB_MATE);
    }

    @Test
    void listsNoKeyTwice() {
        assertThat(judge(
                                KeyTemplate.PYNAMODB_MATE,
                                KeyTemplate.of("s3backed/more/{fingerprint}"),
                                KeyTemplate.of("a/{fingerprint}-{writeId}"))
                        .prefixes())
                .containsExactly("a/", "pynamodb-mate/s3backed/", "s3backed/");
        assertThat(judge(KeyTemplate.of("{fingerprint}")).prefixes()).containsExactly("");
    }
}
