package io.github.s3backed.benchmarks;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.s3backed.codec.json.JsonSerializer;
import io.github.s3backed.core.Compressors;
import io.github.s3backed.core.KeyContext;
import io.github.s3backed.core.PayloadPipeline;
import io.github.s3backed.core.StoredPayload;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Goal 4: what is allocated per byte of payload, the SDK's share included. */
final class Allocation implements Goal {

    private static final int COUNT = 10;
    private static final TypeReference<List<Payloads.Record>> RECORDS = new TypeReference<>() {};

    @Override
    public List<Figure> measure(Stand stand) throws Exception {
        List<Figure> figures = new ArrayList<>();
        byte[] json = Payloads.jsonBytes(Payloads.MIB);
        byte[] noise = Payloads.noise(Payloads.MIB);
        puts(stand, "put 1 MiB, identity", noise, "identity", figures);
        puts(stand, "put 1 MiB, gzip", json, "gzip", figures);
        gets(stand, "get 1 MiB to bytes, gzip", json, "gzip", 1.5, figures);
        gets(stand, "get 1 MiB to bytes, identity", noise, "identity", 2.3, figures);
        objects(stand, figures);
        return figures;
    }

    private static void puts(Stand stand, String what, byte[] bytes, String compressor, List<Figure> figures) {
        PayloadPipeline<byte[]> async = stand.puts().bytes(compressor);
        byte[] stored = Codecs.compress(Compressors.discover().require(compressor), bytes);
        String sha256 = Base64.getEncoder().encodeToString(Codecs.sha256(stored));
        Results results = stand.race(
                what,
                COUNT,
                COUNT,
                List.of(
                        Lane.inTurn("raw", () -> stand.byHand().putObject(bytes).join()),
                        Lane.inTurn("s3backed", () -> async.store(bytes, KeyContext.empty())),
                        Lane.inTurn(
                                "s3backed, with its item",
                                () -> stand.puts().putItem(compressor, bytes).join()),
                        Lane.inTurn(
                                "the SDK's two requests, checksum given",
                                () -> stand.byHand().putItem(stored, sha256).join())));
        figures.add(perByte(what, results, "s3backed", bytes.length, 0.2));
        figures.add(perByte(what, results, "s3backed, with its item", bytes.length, 0.2));
    }

    private static void gets(
            Stand stand, String what, byte[] bytes, String compressor, double limit, List<Figure> figures) {
        PayloadPipeline<byte[]> async = stand.gets().bytes(compressor);
        StoredPayload stored = async.store(bytes, KeyContext.empty());
        String key = ((StoredPayload.Offloaded) stored).reference().key();
        String id = "allocation-" + compressor;
        stand.gets().store(id, 0, compressor, bytes);
        Results results = stand.race(
                what,
                COUNT,
                COUNT,
                List.of(
                        Lane.inTurn(
                                "raw, as it is stored",
                                () -> stand.byHand().getObject(Bed.GETS, key).join()),
                        Lane.inTurn("s3backed", () -> async.load(stored, KeyContext.empty())),
                        Lane.inTurn(
                                "s3backed, with its item",
                                () -> stand.gets().getItem(id).join())));
        figures.add(perByte(what, results, "s3backed", bytes.length, limit));
        figures.add(perByte(what, results, "s3backed, with its item", bytes.length, limit));
    }

    private static void objects(Stand stand, List<Figure> figures) throws Exception {
        List<Payloads.Record> records = Payloads.records(Payloads.MIB);
        ObjectMapper mapper = new ObjectMapper();
        byte[] json = mapper.writeValueAsBytes(records);
        JsonSerializer<List<Payloads.Record>> serializer =
                JsonSerializer.of(RECORDS).withMapper(mapper);
        for (String compressor : List.of("gzip", "identity")) {
            PayloadPipeline<List<Payloads.Record>> async = stand.gets().pipeline(serializer, compressor);
            PayloadPipeline<List<Payloads.Record>> blocking = stand.gets().blockingPipeline(serializer, compressor);
            StoredPayload stored = async.store(records, KeyContext.empty());
            String key = ((StoredPayload.Offloaded) stored).reference().key();
            String what = "get " + json.length / Payloads.KIB + " KiB to objects, " + compressor;
            Results results = stand.race(
                    what,
                    COUNT,
                    COUNT,
                    List.of(
                            Lane.inTurn(
                                    "Jackson alone", () -> mapper.readValue(new ByteArrayInputStream(json), RECORDS)),
                            Lane.inTurn("s3backed, blocking client", () -> blocking.load(stored, KeyContext.empty())),
                            Lane.inTurn("s3backed, async client", () -> async.load(stored, KeyContext.empty())),
                            Lane.inTurn(
                                    "raw get alone, blocking client",
                                    () -> stand.byHand().readObject(Bed.GETS, key)),
                            Lane.inTurn(
                                    "raw get alone, async client",
                                    () -> stand.byHand()
                                            .dropObject(Bed.GETS, key)
                                            .join())));
            for (String lane : List.of("s3backed, blocking client", "s3backed, async client")) {
                double more = results.allocatedBytes(lane) - results.allocatedBytes("Jackson alone");
                figures.add(Figure.atMost(
                        4, what + ", " + lane + ": (allocation - Jackson's) / payload", more / json.length, 0.05));
            }
        }
    }

    private static Figure perByte(String what, Results results, String lane, int size, double limit) {
        return Figure.atMost(
                4, what + ", " + lane + ": allocation / payload", results.allocatedBytes(lane) / size, limit);
    }
}
