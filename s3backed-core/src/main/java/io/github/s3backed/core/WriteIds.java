package io.github.s3backed.core;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;

/** Names for attempts of writes. */
public final class WriteIds {

    private static final int BYTES = 16;

    private WriteIds() {}

    /** 128 random bits in lowercase hex: no two attempts share one, and nobody can guess one. Safe for use by many threads. */
    public static Supplier<String> random() {
        SecureRandom random = new SecureRandom();
        return () -> {
            byte[] id = new byte[BYTES];
            random.nextBytes(id);
            return HexFormat.of().formatHex(id);
        };
    }
}
