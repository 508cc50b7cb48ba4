package io.github.s3backed.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of a run: each file once, whatever leads to it. */
final class Corpus {

    private static final long MAX_FILE_BYTES = 64L << 20;
    private static final long MAX_TOTAL_BYTES = 512L << 20;
    /** Of what nobody asked for: the run shall take seconds. */
    private static final long MAX_DEFAULT_FILE_BYTES = 10L << 20;

    private static final Predicate<String> IMAGE = name -> name.matches(".*\\.(png|gif|jpe?g)");

    private final Map<Path, Sample> files = new LinkedHashMap<>();
    private final Consumer<String> notice;
    private long total;

    private Corpus(Consumer<String> notice) {
        this.notice = notice;
    }

    /**
     * Files and, of folders, all files in them.
     *
     * @param notice told of what is left out
     */
    static List<Sample> of(List<Path> paths, Consumer<String> notice) {
        Corpus corpus = new Corpus(notice);
        paths.forEach(corpus::addNamed);
        if (corpus.files.isEmpty()) {
            throw new UserException("There is no file in " + Text.join(paths) + ".");
        }
        return List.copyOf(corpus.files.values());
    }

    private void addNamed(Path path) {
        if (Files.isDirectory(path)) {
            filesIn(path, file -> true).forEach(file -> addLimited(file.toString(), file));
        } else if (!Files.exists(path)) {
            throw new UserException("There is no file or folder " + path + ".");
        } else if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new UserException("Cannot read " + path + ": it is not a readable file or folder.");
        } else {
            addLimited(path.toString(), path);
        }
    }

    private void addLimited(String name, Path file) {
        if (size(file) > MAX_FILE_BYTES) {
            notice.accept("Left out, because it is larger than " + Text.size(MAX_FILE_BYTES) + ": " + file);
        } else if (!Files.isReadable(file)) {
            notice.accept("Left out, because it is not readable: " + file);
        } else if (total + size(file) > MAX_TOTAL_BYTES) {
            notice.accept("Left out, because there are " + Text.size(MAX_TOTAL_BYTES) + " without it: " + file);
        } else {
            add(name, file);
        }
    }

    private void add(String name, Path file) {
        try {
            if (files.putIfAbsent(file.toRealPath(), Sample.of(name, file)) == null) {
                total += size(file);
            }
        } catch (IOException e) {
            throw new UserException("Cannot read " + file, e);
        }
    }

    /**
     * Some files that every machine with a JDK has, and those of this project.
     *
     * @param project the folder of the sources, if known
     */
    static List<Sample> ofThisMachine(@Nullable Path project) {
        Corpus corpus = new Corpus(left -> {});
        Path jdk = Path.of(System.getProperty("java.home"));
        corpus.addLargest("jdk/", jdk, jdk.resolve("legal"), 6, name -> true);
        corpus.addLargest("jdk/", jdk, jdk.resolve("conf"), 6, name -> true);
        corpus.addLargest(
                "jdk/",
                jdk,
                jdk.resolve("lib"),
                6,
                name -> name.matches(".*\\.(jar|zip)|ct\\.sym|classlist|tzdb\\.dat|(lib)?java\\.(so|dylib|dll)"));
        corpus.addImages();
        if (project != null) {
            corpus.addProject(project);
        }
        List<Sample> samples = new ArrayList<>(corpus.files.values());
        samples.add(MadeSamples.modules());
        samples.add(MadeSamples.random());
        return samples;
    }

    private void addLargest(String prefix, Path base, Path folder, int count, Predicate<String> names) {
        addLargest(
                prefix,
                base,
                filesIn(folder, file -> names.test(file.getFileName().toString()) && fits(file)),
                count);
    }

    private void addLargest(String prefix, Path base, Stream<Path> found, int count) {
        found.sorted(Comparator.comparing(Corpus::size).reversed().thenComparing(Comparator.naturalOrder()))
                .limit(count)
                .forEach(file -> add(prefix + base.relativize(file), file));
    }

    private static boolean fits(Path file) {
        return Files.isReadable(file) && size(file) <= MAX_DEFAULT_FILE_BYTES;
    }

    private void addProject(Path project) {
        addLargest("", project, filesIn(project, file -> project.equals(file.getParent()) && fits(file)), 6);
        addLargest("", project, project, 4, name -> name.endsWith(".json"));
    }

    /** Those of Swing, where this JDK has it. */
    private void addImages() {
        try {
            Path desktop = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.desktop");
            addLargest("java.desktop/", desktop, desktop, 4, IMAGE);
        } catch (FileSystemNotFoundException e) {
            // The files of the JDK's folder will do.
        }
    }

    /** Follows links to files and not to folders, and enters neither hidden folders nor those of build output. */
    private static Stream<Path> filesIn(Path folder, Predicate<Path> wanted) {
        List<Path> found = new ArrayList<>();
        try {
            if (Files.isDirectory(folder)) {
                Files.walkFileTree(folder, new Visitor(folder, file -> {
                    if (Files.isRegularFile(file) && wanted.test(file)) {
                        found.add(file);
                    }
                }));
            }
        } catch (IOException e) {
            throw new UserException("Cannot read the folder " + folder, e);
        }
        return found.stream().sorted();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {

        private final Path root;
        private final Consumer<Path> each;

        Visitor(Path root, Consumer<Path> each) {
            this.root = root;
            this.each = each;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            Path name = folder.getFileName();
            boolean skipped = !folder.equals(root)
                    && name != null
                    && (name.toString().startsWith(".") || name.toString().equals("target"));
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            each.accept(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
