package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.U32;
import static dev.vedette.probes.record.RecordLayout.offset;
import static dev.vedette.probes.record.RecordLayout.offset32;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link FileOpenRecord}, both ways. */
final class FileOpenFields {
    static final StructLayout LAYOUT = struct(
            "vdt_file_open",
            RecordLayout.HEADER.withName("header"),
            RecordLayout.FILE.withName("file"),
            U32.withName("flags"),
            U32.withName("raceable"),
            RecordLayout.TEXT.withName("requested_path"),
            U32.withName("padding"));

    private static final int FILE = offset(LAYOUT, "file");
    private static final int FLAGS = offset32(LAYOUT, "flags");
    private static final int RACEABLE = offset32(LAYOUT, "raceable");
    private static final int REQUESTED_PATH = offset(LAYOUT, "requested_path");

    private FileOpenFields() {}

    static FileOpenRecord decode(RecordHeader header, StructDecoder in) throws MalformedRecordException {
        return new FileOpenRecord(
                header, in.file(FILE), in.int32(FLAGS), in.text(REQUESTED_PATH), in.int32(RACEABLE) != 0);
    }

    static byte[] encode(FileOpenRecord record) {
        var out = new RecordBuilder(RecordKind.FILE_OPEN, record.header());
        out.file(FILE, record.file());
        out.int32(FLAGS, record.flags());
        out.text(REQUESTED_PATH, record.requestedPath());
        out.int32(RACEABLE, record.raceable() ? 1 : 0);
        return out.finish();
    }
}
