package io.github.s3backed.core.spi;

import java.util.regex.Pattern;

/**
 * The place that a blob store writes to, as references name it.
 *
 * @param scheme the kind of store: a URI scheme of 1 to 32 characters of {@code a-z}, {@code 0-9} and {@code -}, such
 *     as {@code s3}
 * @param bucket the name of the bucket, without {@code /}
 */
public record BlobLocation(String scheme, String bucket) {

    // RFC 3986, section 3.1, without '+' and '.', so that a scheme is an id like others.
    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    public BlobLocation {
        if (!SCHEME.matcher(scheme).matches()) {
            throw new IllegalArgumentException("A scheme is 1 to 32 lower-case letters, digits or '-', beginning"
                    + " with a letter, but was: " + scheme);
        }
        if (bucket.isEmpty() || bucket.indexOf('/') >= 0) {
            throw new IllegalArgumentException("A bucket's name is not empty and holds no '/', but was: " + bucket);
        }
    }

    /** The location as a URI prefix without a trailing slash, such as {@code s3://my-bucket}. */
    @Override
    public String toString() {
        return scheme + "://" + bucket;
    }
}
