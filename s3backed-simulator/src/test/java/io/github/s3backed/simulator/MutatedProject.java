package io.github.s3backed.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The project's classes once more, some of them compiled from changed sources. Nothing is written to the disk. */
final class MutatedProject extends ClassLoader {

    private static final String OURS = "io.github.s3backed.";

    private final Map<String, byte[]> mutated;

    private MutatedProject(Map<String, byte[]> mutated) {
        super(MutatedProject.class.getClassLoader());
        this.mutated = mutated;
    }

    static {
        registerAsParallelCapable();
    }

    /**
     * Changes and compiles.
     *
     * @throws IllegalStateException if a text that is to be replaced is not there exactly once, or the result does not
     *     compile
     */
    static MutatedProject with(List<KnownBad.Edit> edits) throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (KnownBad.Edit edit : edits) {
            String source = sources.containsKey(edit.file())
                    ? sources.get(edit.file())
                    : Files.readString(Path.of(System.getProperty("s3backed.root"), edit.file()));
            sources.put(edit.file(), edited(source, edit));
        }
        return new MutatedProject(compiled(sources));
    }

    private static String edited(String source, KnownBad.Edit edit) {
        int at = source.indexOf(edit.find());
        if (at < 0 || source.indexOf(edit.find(), at + 1) >= 0) {
            throw new IllegalStateException("The text to be changed must be in " + edit.file()
                    + " exactly once; adapt KnownBad: " + edit.find());
        }
        return source.substring(0, at)
                + edit.replacement()
                + source.substring(at + edit.find().length());
    }

    private static Map<String, byte[]> compiled(Map<String, String> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            InMemory output = new InMemory(files);
            List<JavaFileObject> units = new ArrayList<>();
            sources.forEach((file, text) -> units.add(new Source(file, text)));
            List<String> options = List.of(
                    "-proc:none", "-nowarn", "-parameters", "-classpath", System.getProperty("java.class.path"));
            if (!compiler.getTask(messages, output, null, options, null, units).call()) {
                throw new IllegalStateException("The changed source does not compile: " + messages);
            }
            return output.bytes();
        }
    }

    /** What a {@link Search} finds in it. */
    @SuppressWarnings("unchecked") // The class is of another class loader, and its signature is known.
    List<String> search(long seed, long most, int... scenario) throws ReflectiveOperationException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            Function<long[], List<String>> search = (Function<long[], List<String>>)
                    loadClass(Search.class.getName()).getConstructor().newInstance();
            return search.apply(LongStream.concat(
                            LongStream.of(seed, most), IntStream.of(scenario).asLongStream())
                    .toArray());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = mutated.containsKey(name) ? mutated.get(name) : original(name);
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] original(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String file, String text) {
            super(URI.create("string:///" + file), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {

        private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

        InMemory(JavaFileManager files) {
            super(files);
        }

        Map<String, byte[]> bytes() {
            Map<String, byte[]> bytes = new HashMap<>();
            classes.forEach((name, stream) -> bytes.put(name, stream.toByteArray()));
            return bytes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/')), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return classes.computeIfAbsent(className, name -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
