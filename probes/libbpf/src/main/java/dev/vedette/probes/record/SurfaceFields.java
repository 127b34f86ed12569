package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.U32;
import static dev.vedette.probes.record.RecordLayout.U64;
import static dev.vedette.probes.record.RecordLayout.offset;
import static dev.vedette.probes.record.RecordLayout.offset32;
import static dev.vedette.probes.record.RecordLayout.offset64;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link SurfaceRecord}, both ways. */
final class SurfaceFields {
    static final StructLayout LAYOUT = struct(
            "vdt_surface",
            RecordLayout.HEADER.withName("header"),
            U64.withName("value"),
            U64.withName("result"),
            U32.withName("surface"),
            RecordLayout.TEXT.withName("name"));

    private static final int VALUE = offset64(LAYOUT, "value");
    private static final int RESULT = offset64(LAYOUT, "result");
    private static final int SURFACE = offset32(LAYOUT, "surface");
    private static final int NAME = offset(LAYOUT, "name");

    private SurfaceFields() {}

    static SurfaceRecord decode(RecordHeader header, StructDecoder in) throws MalformedRecordException {
        return new SurfaceRecord(header, in.int32(SURFACE), in.int64(VALUE), in.text(NAME), in.int64(RESULT));
    }

    static byte[] encode(SurfaceRecord record) {
        var out = new RecordBuilder(RecordKind.SURFACE, record.header());
        out.int32(SURFACE, record.surface());
        out.int64(VALUE, record.value());
        out.text(NAME, record.name());
        out.int64(RESULT, record.result());
        return out.finish();
    }
}
