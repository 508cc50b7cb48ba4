package io.github.s3backed.core;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of a payload's serialized, uncompressed bytes.
 *
 * @param hex 64 lowercase hexadecimal digits
 */
public record Fingerprint(String hex) {

    static final int HEX_LENGTH = 64;
    static final int BYTES = 32;

    public Fingerprint {
        if (!Hex.is(hex, HEX_LENGTH)) {
            throw new IllegalArgumentException("A fingerprint is 64 lowercase hexadecimal digits, but was: " + hex);
        }
    }

    static Fingerprint of(byte[] digest) {
        return new Fingerprint(HexFormat.of().formatHex(digest));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform is required to have it, see java.security.MessageDigest.
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
