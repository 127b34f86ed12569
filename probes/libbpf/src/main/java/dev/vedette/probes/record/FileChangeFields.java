package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.U32;
import static dev.vedette.probes.record.RecordLayout.U64;
import static dev.vedette.probes.record.RecordLayout.offset;
import static dev.vedette.probes.record.RecordLayout.offset32;
import static dev.vedette.probes.record.RecordLayout.offset64;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link FileChangeRecord}, both ways. */
final class FileChangeFields {
    static final StructLayout LAYOUT = struct(
            "vdt_file_change",
            RecordLayout.HEADER.withName("header"),
            RecordLayout.FILE.withName("file"),
            RecordLayout.FILE.withName("other"),
            RecordLayout.FILE.withName("directory"),
            U64.withName("value"),
            U64.withName("result"),
            U32.withName("operation"),
            U32.withName("raceable"),
            RecordLayout.TEXT.withName("requested_path"),
            RecordLayout.TEXT.withName("other_path"));

    private static final int FILE = offset(LAYOUT, "file");
    private static final int OTHER = offset(LAYOUT, "other");
    private static final int DIRECTORY = offset(LAYOUT, "directory");
    private static final int VALUE = offset64(LAYOUT, "value");
    private static final int RESULT = offset64(LAYOUT, "result");
    private static final int OPERATION = offset32(LAYOUT, "operation");
    private static final int RACEABLE = offset32(LAYOUT, "raceable");
    private static final int REQUESTED_PATH = offset(LAYOUT, "requested_path");
    private static final int OTHER_PATH = offset(LAYOUT, "other_path");

    private FileChangeFields() {}

    static FileChangeRecord decode(RecordHeader header, StructDecoder in) throws MalformedRecordException {
        return new FileChangeRecord(
                header,
                in.int32(OPERATION),
                in.file(FILE),
                in.file(OTHER),
                in.file(DIRECTORY),
                in.int64(VALUE),
                in.text(REQUESTED_PATH),
                in.text(OTHER_PATH),
                in.int32(RACEABLE) != 0,
                in.int64(RESULT));
    }

    static byte[] encode(FileChangeRecord record) {
        var out = new RecordBuilder(RecordKind.FILE_CHANGE, record.header());
        out.int32(OPERATION, record.operation());
        out.file(FILE, record.file());
        out.file(OTHER, record.other());
        out.file(DIRECTORY, record.directory());
        out.int64(VALUE, record.value());
        out.text(REQUESTED_PATH, record.requestedPath());
        out.text(OTHER_PATH, record.otherPath());
        out.int32(RACEABLE, record.raceable() ? 1 : 0);
        out.int64(RESULT, record.result());
        return out.finish();
    }
}
