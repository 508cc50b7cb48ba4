package io.github.s3backed.examples;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What no machine is sure to have as a file. */
final class MadeSamples {

    private static final int RANDOM_BYTES = 256 * 1024;

    private MadeSamples() {}

    /** What no compressor can shrink. The same bytes in every run, so that runs can be compared. */
    static Sample random() {
        return new Sample("(256 KiB of random bytes)", () -> {
            byte[] bytes = new byte[RANDOM_BYTES];
            new Random(1).nextBytes(bytes);
            return bytes;
        });
    }

    /** A large JSON object of real data: the descriptors of all modules of this JDK. */
    static Sample modules() {
        return new Sample("(modules of this JDK, as JSON)", () -> {
            Map<String, Object> modules = new TreeMap<>();
            for (ModuleReference each : ModuleFinder.ofSystem().findAll()) {
                modules.put(each.descriptor().name(), describe(each.descriptor()));
            }
            return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsBytes(modules);
        });
    }

    private static Map<String, Object> describe(ModuleDescriptor module) {
        // Sorted: the order of Map.of differs from run to run, and so would the bytes.
        return new TreeMap<>(Map.of(
                "open", module.isOpen(),
                "packages", sorted(module.packages().stream().toList()),
                "requires",
                        sorted(module.requires().stream().map(Object::toString).toList()),
                "exports",
                        sorted(module.exports().stream().map(Object::toString).toList()),
                "uses", sorted(module.uses().stream().toList())));
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().sorted(Comparator.naturalOrder()).toList();
    }
}
