package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.U32;
import static dev.vedette.probes.record.RecordLayout.U64;
import static dev.vedette.probes.record.RecordLayout.offset;
import static dev.vedette.probes.record.RecordLayout.offset32;
import static dev.vedette.probes.record.RecordLayout.offset64;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link DestructionRecord}, both ways. */
final class DestructionFields {
    static final StructLayout LAYOUT = struct(
            "vdt_destruction",
            RecordLayout.HEADER.withName("header"),
            RecordLayout.FILE.withName("last"),
            U64.withName("began_boot_nanos"),
            U64.withName("folders"),
            U32.withName("removed"),
            U32.withName("renamed"),
            U32.withName("emptied"),
            U32.withName("rewritten"),
            U32.withName("unsure"),
            RecordLayout.TEXT.withName("requested_path"));

    private static final int LAST = offset(LAYOUT, "last");
    private static final int BEGAN = offset64(LAYOUT, "began_boot_nanos");
    private static final int FOLDERS = offset64(LAYOUT, "folders");
    private static final int REMOVED = offset32(LAYOUT, "removed");
    private static final int RENAMED = offset32(LAYOUT, "renamed");
    private static final int EMPTIED = offset32(LAYOUT, "emptied");
    private static final int REWRITTEN = offset32(LAYOUT, "rewritten");
    private static final int UNSURE = offset32(LAYOUT, "unsure");
    private static final int REQUESTED_PATH = offset(LAYOUT, "requested_path");

    private DestructionFields() {}

    static DestructionRecord decode(RecordHeader header, StructDecoder in) throws MalformedRecordException {
        return new DestructionRecord(
                header,
                in.file(LAST),
                in.text(REQUESTED_PATH),
                in.int64(BEGAN),
                in.int64(FOLDERS),
                in.int32(REMOVED),
                in.int32(RENAMED),
                in.int32(EMPTIED),
                in.int32(REWRITTEN),
                in.int32(UNSURE));
    }

    static byte[] encode(DestructionRecord record) {
        var out = new RecordBuilder(RecordKind.DESTRUCTION, record.header());
        out.file(LAST, record.last());
        out.text(REQUESTED_PATH, record.requestedPath());
        out.int64(BEGAN, record.beganBootNanos());
        out.int64(FOLDERS, record.folders());
        out.int32(REMOVED, record.removed());
        out.int32(RENAMED, record.renamed());
        out.int32(EMPTIED, record.emptied());
        out.int32(REWRITTEN, record.rewritten());
        out.int32(UNSURE, record.unsure());
        return out.finish();
    }
}
