package io.github.s3backed.benchmarks;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The MD5 of an object, computed when somebody first wants to have it. Safe for use by many threads. */
final class LeanMd5 {

    private final List<byte[]> parts;
    private volatile byte @Nullable [] value;

    LeanMd5(List<byte[]> parts) {
        this.parts = parts;
    }

    /** Not to be changed. */
    byte[] value() {
        byte[] known = value;
        if (known == null) {
            known = digest();
            value = known;
        }
        return known;
    }

    private byte[] digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            parts.forEach(digest::update);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform is required to have it, see java.security.MessageDigest.
            throw new AssertionError(e);
        }
    }
}
