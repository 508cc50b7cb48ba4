package io.github.s3backed.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The coding {@code aws-chunked}, in which the SDK sends a body whose checksum it does not know when it begins:
 *
 * <pre>
 * +------+-----------------------+----+-------+----+-----+---+----+-----------------+----+----+
 * | size | ;chunk-signature=...  |CRLF| bytes |CRLF| ... | 0 |CRLF| name:value CRLF | ...|CRLF|
 * +------+-----------------------+----+-------+----+-----+---+----+-----------------+----+----+
 * </pre>
 *
 * @param bytes what was sent
 * @param trailers what follows it, the signature aside; names in lower case
 */
record AwsChunks(byte[] bytes, List<Map.Entry<String, String>> trailers) {

    /** @param length of what was sent */
    static AwsChunks decode(byte[] coded, int length) {
        byte[] bytes = new byte[length];
        int position = 0;
        int from = 0;
        while (true) {
            int end = lineEnd(coded, from);
            int size = size(coded, from, end);
            from = end + 2;
            if (size == 0) {
                return new AwsChunks(
                        position == length ? bytes : Arrays.copyOf(bytes, position), trailers(coded, from));
            }
            System.arraycopy(coded, from, bytes, position, size);
            position += size;
            from += size + 2;
        }
    }

    private static int size(byte[] coded, int from, int end) {
        String line = text(coded, from, end);
        int extension = line.indexOf(';');
        return Integer.parseInt(extension < 0 ? line : line.substring(0, extension), 16);
    }

    private static List<Map.Entry<String, String>> trailers(byte[] coded, int begin) {
        List<Map.Entry<String, String>> trailers = new ArrayList<>();
        int from = begin;
        while (from < coded.length) {
            int end = lineEnd(coded, from);
            String line = text(coded, from, end);
            int colon = line.indexOf(':');
            if (colon > 0 && !line.startsWith("x-amz-trailer-signature")) {
                trailers.add(Map.entry(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip()));
            }
            from = end + 2;
        }
        return trailers;
    }

    private static int lineEnd(byte[] coded, int from) {
        int end = from;
        while (end < coded.length && coded[end] != '\r') {
            end++;
        }
        return end;
    }

    private static String text(byte[] coded, int from, int end) {
        return new String(coded, from, end - from, StandardCharsets.US_ASCII);
    }
}
