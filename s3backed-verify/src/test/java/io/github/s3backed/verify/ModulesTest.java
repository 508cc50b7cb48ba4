package io.github.s3backed.verify;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may import whom, and what is public. */
class ModulesTest {

    private static final String ROOT = "io.github.s3backed.";

    /** Beside itself and the JDK's base, what a module may use. */
    private static final Map<String, List<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            Map.entry("core", List.of()),
            Map.entry("codec.text", List.of("core")),
            Map.entry("codec.binary", List.of("core")),
            Map.entry("codec.json", List.of("core", "com.fasterxml.jackson..")),
            Map.entry("compress.zstd", List.of("core", "com.github.luben.zstd..")),
            Map.entry("compress.lz4", List.of("core", "net.jpountz..")),
            Map.entry("store.s3", List.of("core", "software.amazon.awssdk..", "org.reactivestreams..")),
            Map.entry("dynamodb", List.of("core", "software.amazon.awssdk..")),
            Map.entry("enhanced.client", List.of("core", "dynamodb", "software.amazon.awssdk..")),
            Map.entry(
                    "cli",
                    List.of(
                            "core",
                            "dynamodb",
                            "store.s3",
                            "sweeper",
                            "software.amazon.awssdk..",
                            "com.fasterxml.jackson..",
                            "picocli..",
                            "me.tongfei.progressbar..")),
            Map.entry("sweeper", List.of("core", "dynamodb", "software.amazon.awssdk..")),
            Map.entry(
                    "streams",
                    List.of(
                            "core",
                            "dynamodb",
                            "software.amazon.awssdk..",
                            "com.amazonaws.services.lambda.runtime.events..")),
            Map.entry(
                    "testkit",
                    List.of(
                            "core",
                            "software.amazon.awssdk.http..",
                            "software.amazon.awssdk.utils..",
                            "org.reactivestreams..",
                            "org.junit.jupiter..",
                            "org.opentest4j..",
                            "org.assertj.."))));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("s3backed-verify"))
            .importPackages("io.github.s3backed");

    static Set<String> modules() {
        return MAY_USE.keySet();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void importNothingButWhatTheyMay(String module) {
        List<String> allowed = Stream.concat(
                        Stream.of("java..", "org.jspecify.annotations", ROOT + module, ROOT + module + ".."),
                        MAY_USE.get(module).stream().map(other -> other.contains("..") ? other : ROOT + other + ".."))
                .toList();

        classes()
                .that(resideInAnyPackage(ROOT + module + ".."))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)))
                .because("the design says who may import whom")
                .check(CLASSES);
    }

    @Test
    void haveNoCycles() {
        SlicesRuleDefinition.slices()
                .matching("io.github.s3backed.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(
                        // The SPI names the exceptions that its implementors throw and the core's exceptions name none.
                        resideInAnyPackage(ROOT + "core.spi"), resideInAnyPackage(ROOT + "core"))
                .check(CLASSES);
    }

    @Test
    void leaveStandardOutputToTheirUsers() {
        noClasses()
                .that(not(resideInAnyPackage(ROOT + "testkit..", ROOT + "cli..")))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
    }

    @Test
    void areNamedAsTheirArtifactsAndPackages() {
        assertThat(descriptors().keySet())
                .isEqualTo(modules().stream().map(name -> ROOT + name).collect(Collectors.toCollection(TreeSet::new)));
        assertThat(modules())
                .allSatisfy(module ->
                        assertThat(new RootPom().publishedModules()).contains("s3backed-" + module.replace('.', '-')));
    }

    @Test
    void exportOnePackageEachAndTheCoreItsSpi() {
        Map<String, Set<String>> exports = new TreeMap<>();
        descriptors()
                .forEach((name, reference) -> exports.put(
                        name,
                        reference.descriptor().exports().stream()
                                .map(ModuleDescriptor.Exports::source)
                                .collect(Collectors.toCollection(TreeSet::new))));

        Map<String, Set<String>> expected = new TreeMap<>();
        modules().forEach(module -> expected.put(ROOT + module, Set.of(ROOT + module)));
        expected.put(ROOT + "core", Set.of(ROOT + "core", ROOT + "core.spi"));
        assertThat(exports).isEqualTo(expected);
    }

    @Test
    void needNothingButTheBaseWhereTheyAreTheCore() {
        assertThat(descriptors().get(ROOT + "core").descriptor().requires().stream()
                        .filter(requires -> !requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                        .map(ModuleDescriptor.Requires::name))
                .containsExactly("java.base");
    }

    @Test
    void listTheSameProvidersForClassPathAndModulePath() {
        descriptors().forEach((name, reference) -> {
            Map<String, Set<String>> onModulePath = new TreeMap<>();
            reference
                    .descriptor()
                    .provides()
                    .forEach(provides -> onModulePath.put(provides.service(), new TreeSet<>(provides.providers())));
            assertThat(servicesOf(reference)).as(name).isEqualTo(onModulePath);
        });
    }

    @Test
    void haveOnePublicTypeWhereTheyAreExtensions() {
        Map<String, Set<String>> expected = new TreeMap<>(Map.of(
                "codec.text", Set.of("TextSerializer"),
                "codec.binary", Set.of("BinarySerializer"),
                "codec.json", Set.of("JsonSerializer"),
                "compress.zstd", Set.of("ZstdCompressor"),
                "compress.lz4", Set.of("Lz4Compressor")));

        Map<String, Set<String>> actual = new TreeMap<>();
        expected.keySet().forEach(module -> actual.put(module, publicTopLevelTypes(module)));
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void haveNoPublicClassThatCanBeExtendedByAccident() {
        Set<String> open = CLASSES.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !type.isInterface() && !type.isEnum())
                .filter(type -> !type.getModifiers().contains(JavaModifier.FINAL))
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(type -> type.getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));

        // Annotated beans name their configuration in a subclass of these.
        assertThat(open)
                .isSubsetOf(
                        "BigTextConverter",
                        "BigBinaryConverter",
                        "JsonDictConverter",
                        "JsonConverter",
                        "LazyConverter",
                        "StreamedConverter",
                        "S3BackedConverter");
    }

    private static Set<String> publicTopLevelTypes(String module) {
        return CLASSES.stream()
                .filter(type -> type.getPackageName().equals(ROOT + module))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> type.isTopLevelClass())
                .map(type -> type.getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, ModuleReference> descriptors() {
        Path[] places = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(place -> place.contains("s3backed-") && !place.contains("test-classes"))
                .map(Path::of)
                .toArray(Path[]::new);
        return ModuleFinder.of(places).findAll().stream()
                .filter(reference -> reference.descriptor().name().startsWith(ROOT))
                .collect(Collectors.toMap(
                        reference -> reference.descriptor().name(), reference -> reference, (a, b) -> a, TreeMap::new));
    }

    private static Map<String, Set<String>> servicesOf(ModuleReference module) {
        String folder = "META-INF/services/";
        Map<String, Set<String>> services = new TreeMap<>();
        try (var reader = module.open()) {
            for (String name : reader.list()
                    .filter(n -> n.startsWith(folder) && !n.endsWith("/"))
                    .toList()) {
                URI uri = reader.find(name).orElseThrow();
                try (InputStream in = uri.toURL().openStream()) {
                    services.put(
                            name.substring(folder.length()),
                            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                                    .lines()
                                    .filter(line -> !line.isBlank())
                                    .collect(Collectors.toCollection(TreeSet::new)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return services;
    }
}
