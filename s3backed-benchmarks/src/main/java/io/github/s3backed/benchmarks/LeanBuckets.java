package io.github.s3backed.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** All that a lean server holds, by path: bucket and key. Any bucket is there. Safe for use by many threads. */
final class LeanBuckets {

    private static final String APPEND_MD5 = "append-md5";
    private static final DateTimeFormatter DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final Map<String, LeanObject> objects = new ConcurrentHashMap<>();
    private final LeanUploads uploads = new LeanUploads();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong tags = new AtomicLong();
    private volatile boolean appendsMd5;

    long requests() {
        return requests.get();
    }

    void appendMd5(boolean appends) {
        this.appendsMd5 = appends;
    }

    void clear(String bucket) {
        objects.keySet().removeIf(path -> path.startsWith("/" + bucket + "/"));
    }

    FullHttpResponse answer(HttpRequest request, byte[] body) {
        requests.incrementAndGet();
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        Map<String, List<String>> query = uri.parameters();
        boolean ofUpload = query.containsKey("uploads") || query.containsKey("uploadId");
        FullHttpResponse response =
                ofUpload ? multipart(request, uri.path(), query, body) : single(request, uri.path(), body);
        response.headers()
                .set("Date", DATE.format(Instant.now()))
                .set("x-amz-request-id", Long.toString(requests.get(), 36));
        return response;
    }

    private FullHttpResponse single(HttpRequest request, String path, byte[] body) {
        HttpMethod method = request.method();
        if (method.equals(HttpMethod.PUT)) {
            String source = request.headers().get("x-amz-copy-source");
            return source == null ? put(request, path, body) : copy(request, path, source);
        }
        if (method.equals(HttpMethod.DELETE)) {
            objects.remove(path);
            return response(HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER);
        }
        LeanObject object = objects.get(path);
        if (object == null) {
            return error(HttpResponseStatus.NOT_FOUND, "NoSuchKey", method.equals(HttpMethod.HEAD));
        }
        return method.equals(HttpMethod.HEAD) ? head(request, object) : get(request, object);
    }

    private FullHttpResponse put(HttpRequest request, String path, byte[] body) {
        LeanObject object = received(request, body);
        if ("*".equals(request.headers().get("If-None-Match"))) {
            if (objects.putIfAbsent(path, object) != null) {
                return error(HttpResponseStatus.PRECONDITION_FAILED, "PreconditionFailed", false);
            }
        } else {
            objects.put(path, object);
        }
        return tagged(object);
    }

    private LeanObject received(HttpRequest request, byte[] body) {
        List<Map.Entry<String, String>> headers = LeanObject.kept(request.headers());
        String decodedLength = request.headers().get("x-amz-decoded-content-length");
        if (decodedLength == null) {
            return object(List.of(body), headers);
        }
        AwsChunks chunks = AwsChunks.decode(body, Integer.parseInt(decodedLength));
        return object(List.of(chunks.bytes()), headers).with(chunks.trailers());
    }

    private LeanObject object(List<byte[]> parts, List<Map.Entry<String, String>> headers) {
        // No MD5, which would cost time; clients that look for one take a tag with a hyphen for that of an object in
        // parts.
        String tag = "\"" + String.format("%032x", tags.incrementAndGet()) + "-1\"";
        return new LeanObject(parts, headers, tag, DATE.format(Instant.now()), new LeanMd5(parts));
    }

    private FullHttpResponse copy(HttpRequest request, String path, String source) {
        String from = QueryStringDecoder.decodeComponent(source);
        LeanObject found = objects.get(from.startsWith("/") ? from : "/" + from);
        if (found == null) {
            return error(HttpResponseStatus.NOT_FOUND, "NoSuchKey", false);
        }
        String match = request.headers().get("x-amz-copy-source-if-match");
        if (match != null && !match.equals(found.tag())) {
            return error(HttpResponseStatus.PRECONDITION_FAILED, "PreconditionFailed", false);
        }
        boolean replaces = "REPLACE".equals(request.headers().get("x-amz-metadata-directive"));
        LeanObject copied = object(found.parts(), replaces ? LeanObject.kept(request.headers()) : found.headers());
        objects.put(path, copied);
        return xml("<CopyObjectResult><LastModified>" + Instant.now() + "</LastModified><ETag>" + copied.tag()
                + "</ETag></CopyObjectResult>");
    }

    private FullHttpResponse multipart(HttpRequest request, String path, Map<String, List<String>> query, byte[] body) {
        if (query.containsKey("uploads")) {
            String id = uploads.begin(LeanObject.kept(request.headers()));
            return xml(
                    "<InitiateMultipartUploadResult><UploadId>" + id + "</UploadId></InitiateMultipartUploadResult>");
        }
        String id = query.get("uploadId").get(0);
        if (request.method().equals(HttpMethod.PUT)) {
            LeanObject part = received(request, body);
            uploads.add(
                    id,
                    Integer.parseInt(query.get("partNumber").get(0)),
                    part.parts().get(0));
            return tagged(part);
        }
        LeanUploads.@Nullable Upload upload = uploads.end(id);
        if (upload == null) {
            return error(HttpResponseStatus.NOT_FOUND, "NoSuchUpload", false);
        }
        if (request.method().equals(HttpMethod.DELETE)) {
            return response(HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER);
        }
        LeanObject object = object(new ArrayList<>(upload.parts().values()), upload.headers());
        objects.put(path, object);
        return xml("<CompleteMultipartUploadResult><ETag>" + object.tag() + "</ETag></CompleteMultipartUploadResult>");
    }

    private static FullHttpResponse head(HttpRequest request, LeanObject object) {
        FullHttpResponse response = described(request, object, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
        response.headers().set("Content-Length", object.length());
        return response;
    }

    private FullHttpResponse get(HttpRequest request, LeanObject object) {
        String match = request.headers().get("If-Match");
        if (match != null && !match.equals(object.tag())) {
            return error(HttpResponseStatus.PRECONDITION_FAILED, "PreconditionFailed", false);
        }
        String range = request.headers().get("Range");
        if (range != null) {
            return range(request, object, range.substring("bytes=".length()).split("-", 2));
        }
        return appendsMd5 && APPEND_MD5.equals(request.headers().get("x-amz-te"))
                ? appended(request, object)
                : described(request, object, HttpResponseStatus.OK, object.body());
    }

    private static FullHttpResponse appended(HttpRequest request, LeanObject object) {
        ByteBuf md5 = Unpooled.wrappedBuffer(object.md5().value());
        FullHttpResponse response =
                described(request, object, HttpResponseStatus.OK, Unpooled.wrappedBuffer(object.body(), md5));
        response.headers().set("x-amz-transfer-encoding", APPEND_MD5);
        return response;
    }

    private static FullHttpResponse range(HttpRequest request, LeanObject object, String[] bounds) {
        long first = Long.parseLong(bounds[0]);
        long last =
                bounds[1].isEmpty() ? object.length() - 1 : Math.min(object.length() - 1, Long.parseLong(bounds[1]));
        if (first > last) {
            return error(HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "InvalidRange", false);
        }
        FullHttpResponse response =
                described(request, object, HttpResponseStatus.PARTIAL_CONTENT, object.body(first, last));
        response.headers().set("Content-Range", "bytes " + first + "-" + last + "/" + object.length());
        return response;
    }

    private static FullHttpResponse described(
            HttpRequest request, LeanObject object, HttpResponseStatus status, ByteBuf body) {
        FullHttpResponse response = response(status, body);
        HttpHeaders headers = response.headers();
        boolean checksums = "ENABLED".equals(request.headers().get("x-amz-checksum-mode"));
        object.headers().stream()
                .filter(header -> checksums || !header.getKey().startsWith("x-amz-checksum-"))
                .forEach(header -> headers.add(header.getKey(), header.getValue()));
        headers.set("ETag", object.tag())
                .set("Last-Modified", object.lastModified())
                .set("Accept-Ranges", "bytes");
        return response;
    }

    private static FullHttpResponse tagged(LeanObject object) {
        FullHttpResponse response = response(HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
        response.headers().set("ETag", object.tag());
        object.headers().stream()
                .filter(header -> header.getKey().startsWith("x-amz-checksum-"))
                .forEach(header -> response.headers().set(header.getKey(), header.getValue()));
        return response;
    }

    private static FullHttpResponse error(HttpResponseStatus status, String code, boolean withoutBody) {
        String text = withoutBody ? "" : "<Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>";
        FullHttpResponse response = xml(text);
        response.setStatus(status);
        return response;
    }

    private static FullHttpResponse xml(String text) {
        FullHttpResponse response =
                response(HttpResponseStatus.OK, Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
        response.headers().set("Content-Type", "application/xml");
        return response;
    }

    private static FullHttpResponse response(HttpResponseStatus status, ByteBuf body) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        if (!status.equals(HttpResponseStatus.NO_CONTENT)) {
            response.headers().set("Content-Length", body.readableBytes());
        }
        return response;
    }
}
