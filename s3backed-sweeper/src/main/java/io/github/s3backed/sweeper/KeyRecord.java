package io.github.s3backed.sweeper;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A primary key in a journal: where a scan goes on. */
final class KeyRecord {

    private KeyRecord() {}

    /** Writes a key; an empty one stands for none. */
    static void write(Map<String, AttributeValue> key, DataOutputStream out) throws IOException {
        out.writeInt(key.size());
        for (Map.Entry<String, AttributeValue> entry : key.entrySet()) {
            AttributeValue value = entry.getValue();
            out.writeUTF(entry.getKey());
            out.writeUTF(value.type().name());
            switch (value.type()) {
                case S -> out.writeUTF(value.s());
                case N -> out.writeUTF(value.n());
                case B -> {
                    out.writeInt(value.b().asByteArrayUnsafe().length);
                    out.write(value.b().asByteArrayUnsafe());
                }
                default -> throw new IOException("A key is of type S, N or B, but was: " + value.type());
            }
        }
    }

    /** Reads what {@link #write} has written; null for none. */
    static @Nullable Map<String, AttributeValue> read(DataInputStream in) throws IOException {
        Map<String, AttributeValue> key = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String name = in.readUTF();
            switch (AttributeValue.Type.valueOf(in.readUTF())) {
                case S -> key.put(name, AttributeValue.fromS(in.readUTF()));
                case N -> key.put(name, AttributeValue.fromN(in.readUTF()));
                default -> key.put(name, AttributeValue.fromB(SdkBytes.fromByteArray(in.readNBytes(in.readInt()))));
            }
        }
        return key.isEmpty() ? null : key;
    }
}
