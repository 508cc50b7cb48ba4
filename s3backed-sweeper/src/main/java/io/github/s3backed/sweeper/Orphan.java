package io.github.s3backed.sweeper;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;

/**
 * Something to be deleted.
 *
 * @param id of the version or the upload; empty for an object
 */
record Orphan(Form form, String key, String id, long length, Instant lastModified) {

    void write(DataOutputStream out) throws IOException {
        out.writeByte(form.ordinal());
        out.writeUTF(key);
        out.writeUTF(id);
        out.writeLong(length);
        out.writeLong(lastModified.getEpochSecond());
        out.writeInt(lastModified.getNano());
    }

    static Orphan read(DataInputStream in) throws IOException {
        return new Orphan(
                Form.values()[in.readByte()],
                in.readUTF(),
                in.readUTF(),
                in.readLong(),
                Instant.ofEpochSecond(in.readLong(), in.readInt()));
    }

    /** How it is deleted. The order is stored. */
    enum Form {
        /** By its key; where versions are kept, that hides it. */
        OBJECT,
        /** By its version id, for good. */
        VERSION,
        /** By being aborted. */
        UPLOAD
    }
}
