package io.github.s3backed.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A test that a document rests on is there. */
class NamedTestsTest {

    private static final RootPom PROJECT = new RootPom();

    /** {@code SomeTest} or {@code SomeTest#doesThis}, between backticks. */
    private static final Pattern QUOTED = Pattern.compile("`([A-Z]\\w*Test)(?:#(\\w+))?`");

    /** What a command runs, several of them perhaps, with an asterisk for any letters. */
    private static final Pattern RUN = Pattern.compile("-Dtest='?([\\w*,]+)");

    private static final Map<String, List<Path>> SOURCES = new HashMap<>();

    @BeforeAll
    static void findSources() throws IOException {
        for (String module : PROJECT.modules()) {
            Path tests = PROJECT.file(module).resolve("src/test/java");
            if (Files.isDirectory(tests)) {
                try (Stream<Path> files = Files.walk(tests)) {
                    files.filter(file -> file.toString().endsWith("Test.java"))
                            .forEach(file -> SOURCES.computeIfAbsent(nameOf(file), name -> new ArrayList<>())
                                    .add(file));
                }
            }
        }
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SECURITY.md", "docs/evidence.md"})
    void isThere(String document) throws IOException {
        String text = Files.readString(PROJECT.file(document));
        Set<String> missing = new TreeSet<>();
        int named = 0;
        for (Matcher quoted = QUOTED.matcher(text); quoted.find(); named++) {
            if (!exists(quoted.group(1), quoted.group(2))) {
                missing.add(quoted.group());
            }
        }
        for (Matcher run = RUN.matcher(text); run.find(); named++) {
            for (String pattern : run.group(1).split(",")) {
                if (!pattern.isEmpty() && !pattern.equals("...") && !anyMatches(pattern)) {
                    missing.add(pattern);
                }
            }
        }
        assertThat(named).as("names in " + document).isGreaterThan(10);
        assertThat(missing).isEmpty();
    }

    private static boolean exists(String name, String method) throws IOException {
        for (Path source : SOURCES.getOrDefault(name, List.of())) {
            if (method == null || Files.readString(source).contains(" " + method + "(")) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyMatches(String pattern) {
        Pattern names = Pattern.compile(pattern.replace("*", "\\w*"));
        return SOURCES.keySet().stream().anyMatch(name -> names.matcher(name).matches());
    }

    @Test
    void isMissedWhereItIsNot() throws IOException {
        assertThat(exists("NamedTestsTest", "isThere")).isTrue();
        assertThat(exists("NamedTestsTest", "isNowhere")).isFalse();
        assertThat(exists("NowhereTest", null)).isFalse();
        assertThat(anyMatches("Named*Test")).isTrue();
        assertThat(anyMatches("Nowhere*Test")).isFalse();
    }
}
