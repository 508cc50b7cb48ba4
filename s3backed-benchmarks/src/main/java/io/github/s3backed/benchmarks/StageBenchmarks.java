package io.github.s3backed.benchmarks;

import io.github.s3backed.codec.binary.BinarySerializer;
import io.github.s3backed.core.Compressors;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.KeyTemplate;
import io.github.s3backed.core.MemoryBlobStore;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.StoredPayload;
import io.github.s3backed.core.spi.Compressor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The stages of the pipeline by themselves, and the pipeline, on one thread and without any I/O. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StageBenchmarks {

    /** The compressor's id. */
    @Param({"gzip", "zstd", "lz4", "identity"})
    public String compressor = "gzip";

    /** Of the payload, in KiB. */
    @Param({"64", "1024"})
    public int kibibytes = 1024;

    private Compressor codec = Compressors.discover().require("identity");
    private byte[] payload = new byte[0];
    private byte[] coded = new byte[0];
    private PayloadPipeline<byte[]> pipeline = pipeline("identity");
    private StoredPayload stored = pipeline.store(payload, KeyContext.empty());

    /** Makes the payload and its stored form. */
    @Setup
    public void prepare() {
        codec = Compressors.discover().require(compressor);
        payload = Payloads.jsonBytes(kibibytes * Payloads.KIB);
        coded = Codecs.compress(codec, payload);
        pipeline = pipeline(compressor);
        stored = pipeline.store(payload, KeyContext.empty());
    }

    private static PayloadPipeline<byte[]> pipeline(String compressor) {
        return PayloadPipeline.builder(new BinarySerializer())
                .blobStore(MemoryBlobStore.create("memory"))
                .keyTemplate(KeyTemplate.of("{fingerprint}"))
                .compressor(compressor)
                .build();
    }

    /** The fingerprint. */
    @Benchmark
    public byte[] sha256() {
        return Codecs.sha256(payload);
    }

    /** The codec into memory of the right size. */
    @Benchmark
    public byte[] compress() {
        return Codecs.compress(codec, payload);
    }

    /** The codec into nothing. */
    @Benchmark
    public long decompress() {
        return Codecs.decompress(codec, coded);
    }

    /** All that comes before a put. */
    @Benchmark
    public Object encode() {
        var prepared = pipeline.prepare(payload);
        prepared.close();
        return prepared;
    }

    /** All that comes after a get. */
    @Benchmark
    public byte[] decode() {
        return pipeline.load(stored, KeyContext.empty());
    }
}
