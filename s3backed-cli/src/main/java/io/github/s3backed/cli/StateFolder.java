package io.github.s3backed.cli;

import io.github.s3backed.core.spi.BlobStore;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a command keeps what it needs to go on after it was killed. */
final class StateFolder {

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

    // XDG Base Directory Specification 0.8: what should survive a restart of the program.
    private static Path home() {
        String state = System.getenv("XDG_STATE_HOME");
        return state != null && Path.of(state).isAbsolute()
                ? Path.of(state)
                : Path.of(System.getProperty("user.home"), ".local", "state");
    }
}
