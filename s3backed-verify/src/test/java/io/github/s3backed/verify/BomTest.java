package io.github.s3backed.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class BomTest {

    private final RootPom poms = new RootPom();

    @Test
    void managesExactlyWhatIsPublished() {
        assertThat(poms.managedByBom()).isEqualTo(poms.publishedModules()).hasSizeGreaterThan(5);
    }

    @Test
    void pinsNobodyElsesLibraries() throws IOException {
        String published = Files.readString(poms.file("bom/target/flattened-pom.xml"));

        assertThat(published).doesNotContain("awssdk", "jackson", "<parent>");
        assertThat(published).contains("<artifactId>s3backed-core</artifactId>");
    }

    @Test
    void documentsEveryArtifactInTheReadme() throws IOException {
        String readme = Files.readString(poms.file("README.md"));

        assertThat(poms.publishedModules())
                .allSatisfy(module -> assertThat(readme).contains("`" + module + "`"));
    }
}
