package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.U32;
import static dev.vedette.probes.record.RecordLayout.U64;
import static dev.vedette.probes.record.RecordLayout.offset;
import static dev.vedette.probes.record.RecordLayout.offset64;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link ModuleRecord}, both ways. */
final class ModuleFields {
    static final StructLayout LAYOUT = struct(
            "vdt_module",
            RecordLayout.HEADER.withName("header"),
            RecordLayout.FILE.withName("file"),
            U64.withName("result"),
            RecordLayout.TEXT.withName("name"),
            U32.withName("padding"));

    private static final int FILE = offset(LAYOUT, "file");
    private static final int RESULT = offset64(LAYOUT, "result");
    private static final int NAME = offset(LAYOUT, "name");

    private ModuleFields() {}

    static ModuleRecord decode(RecordHeader header, StructDecoder in) throws MalformedRecordException {
        return new ModuleRecord(header, in.file(FILE), in.text(NAME), in.int64(RESULT));
    }

    static byte[] encode(ModuleRecord record) {
        var out = new RecordBuilder(RecordKind.MODULE, record.header());
        out.file(FILE, record.file());
        out.text(NAME, record.name());
        out.int64(RESULT, record.result());
        return out.finish();
    }
}
