package io.github.s3backed.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is kept of an object.
 *
 * @param parts its bytes, in order; not to be changed
 * @param headers those that are given back with it
 */
record LeanObject(
        List<byte[]> parts, List<Map.Entry<String, String>> headers, String tag, String lastModified, LeanMd5 md5) {

    private static final List<String> KEPT =
            List.of("content-type", "content-encoding", "cache-control", "content-disposition", "content-language");

    long length() {
        return parts.stream().mapToLong(part -> part.length).sum();
    }

    ByteBuf body() {
        return Unpooled.wrappedBuffer(parts.toArray(byte[][]::new));
    }

    /** The bytes from {@code first} to {@code last}. */
    ByteBuf body(long first, long last) {
        return Unpooled.wrappedBuffer(body().slice((int) first, (int) (last - first + 1)));
    }

    /** Those headers of a request that are kept. */
    static List<Map.Entry<String, String>> kept(HttpHeaders request) {
        return request.entries().stream()
                .map(header -> Map.entry(header.getKey().toLowerCase(Locale.ROOT), header.getValue()))
                .flatMap(LeanObject::kept)
                .toList();
    }

    private static Stream<Map.Entry<String, String>> kept(Map.Entry<String, String> header) {
        String name = header.getKey();
        if (name.equals("content-encoding")) {
            String codings = Stream.of(header.getValue().split(","))
                    .map(String::strip)
                    .filter(coding -> !coding.equals("aws-chunked"))
                    .collect(Collectors.joining(", "));
            return codings.isEmpty() ? Stream.empty() : Stream.of(Map.entry(name, codings));
        }
        boolean kept = KEPT.contains(name)
                || name.startsWith("x-amz-meta-")
                || name.startsWith("x-amz-checksum-") && !name.equals("x-amz-checksum-mode");
        return kept ? Stream.of(header) : Stream.empty();
    }

    LeanObject with(List<Map.Entry<String, String>> more) {
        List<Map.Entry<String, String>> all = new ArrayList<>(headers);
        all.addAll(more);
        return new LeanObject(parts, all, tag, lastModified, md5);
    }
}
