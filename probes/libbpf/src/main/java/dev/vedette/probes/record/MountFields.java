package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.U32;
import static dev.vedette.probes.record.RecordLayout.U64;
import static dev.vedette.probes.record.RecordLayout.offset;
import static dev.vedette.probes.record.RecordLayout.offset32;
import static dev.vedette.probes.record.RecordLayout.offset64;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link MountRecord}, both ways. */
final class MountFields {
    static final StructLayout LAYOUT = struct(
            "vdt_mount",
            RecordLayout.HEADER.withName("header"),
            RecordLayout.FILE.withName("place"),
            U64.withName("flags"),
            U64.withName("super_magic"),
            U64.withName("result"),
            U32.withName("api"),
            U32.withName("operation"),
            RecordLayout.TEXT.withName("type"),
            RecordLayout.TEXT.withName("source"),
            RecordLayout.TEXT.withName("target"),
            RecordLayout.TEXT.withName("options"));

    private static final int PLACE = offset(LAYOUT, "place");
    private static final int FLAGS = offset64(LAYOUT, "flags");
    private static final int SUPER_MAGIC = offset64(LAYOUT, "super_magic");
    private static final int RESULT = offset64(LAYOUT, "result");
    private static final int API = offset32(LAYOUT, "api");
    private static final int OPERATION = offset32(LAYOUT, "operation");
    private static final int TYPE = offset(LAYOUT, "type");
    private static final int SOURCE = offset(LAYOUT, "source");
    private static final int TARGET = offset(LAYOUT, "target");
    private static final int OPTIONS = offset(LAYOUT, "options");

    private MountFields() {}

    static MountRecord decode(RecordHeader header, StructDecoder in) throws MalformedRecordException {
        return new MountRecord(
                header,
                in.int32(OPERATION),
                in.int32(API),
                in.file(PLACE),
                in.text(TYPE),
                in.text(SOURCE),
                in.text(TARGET),
                in.text(OPTIONS),
                in.int64(FLAGS),
                in.int64(SUPER_MAGIC),
                in.int64(RESULT));
    }

    static byte[] encode(MountRecord record) {
        var out = new RecordBuilder(RecordKind.MOUNT, record.header());
        out.int32(OPERATION, record.operation());
        out.int32(API, record.api());
        out.file(PLACE, record.place());
        out.text(TYPE, record.type());
        out.text(SOURCE, record.source());
        out.text(TARGET, record.target());
        out.text(OPTIONS, record.options());
        out.int64(FLAGS, record.flags());
        out.int64(SUPER_MAGIC, record.superMagic());
        out.int64(RESULT, record.result());
        return out.finish();
    }
}
