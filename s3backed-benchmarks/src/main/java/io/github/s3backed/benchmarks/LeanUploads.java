package io.github.s3backed.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Objects that come in parts. Safe for use by many threads. */
final class LeanUploads {

    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();

    /** @param headers what is kept with the object */
    record Upload(List<Map.Entry<String, String>> headers, SortedMap<Integer, byte[]> parts) {}

    String begin(List<Map.Entry<String, String>> headers) {
        String id = "upload-" + ids.incrementAndGet();
        uploads.put(id, new Upload(headers, new ConcurrentSkipListMap<>()));
        return id;
    }

    void add(String id, int number, byte[] part) {
        Upload upload = uploads.get(id);
        if (upload != null) {
            upload.parts().put(number, part);
        }
    }

    /** Null if there is no such upload. */
    @Nullable
    Upload end(String id) {
        return uploads.remove(id);
    }
}
