package io.github.s3backed.cli;

import io.github.s3backed.core.spi.BlobStore;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where a command keeps what it needs to go on after it was killed. */
final class StateFolder {

    private static final int LONGEST = 200;

    private StateFolder() {}

    /** The folder that was given, or one of this user, command and store. */
    static Path of(@Nullable Path given, String command, BlobStore store) {
        return of(given, command, store.location().bucket());
    }

    static Path of(@Nullable Path given, String command, String name) {
        return given != null
                ? given
                : home().resolve("s3backed").resolve(command).resolve(name);
    }

    /** One name for the tables of several registrations: another folder for other tables. */
    static String nameOf(List<Application> applications) {
        return applications.stream()
                .flatMap(application -> application.registration().tables().stream()
                        .map(table -> application.region() + "." + table.name()))
                .sorted()
                .collect(Collectors.collectingAndThen(Collectors.joining("+"), StateFolder::shortened));
    }

    // Names of files have 255 bytes at the most on most file systems.
    private static String shortened(String name) {
        return name.length() <= LONGEST
                ? name
                : name.substring(0, LONGEST) + "-" + Integer.toHexString(name.hashCode());
    }

    // XDG Base Directory Specification 0.8: what should survive a restart of the program.
    private static Path home() {
        String state = System.getenv("XDG_STATE_HOME");
        return state != null && Path.of(state).isAbsolute()
                ? Path.of(state)
                : Path.of(System.getProperty("user.home"), ".local", "state");
    }
}
