package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.U32;
import static dev.vedette.probes.record.RecordLayout.offset32;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link ExitRecord}, both ways. */
final class ExitFields {
    static final StructLayout LAYOUT = struct(
            "vdt_exit", RecordLayout.HEADER.withName("header"), U32.withName("wait_status"), U32.withName("padding"));

    private static final int WAIT_STATUS = offset32(LAYOUT, "wait_status");

    private ExitFields() {}

    static ExitRecord decode(RecordHeader header, StructDecoder in) {
        return new ExitRecord(header, in.int32(WAIT_STATUS));
    }

    static byte[] encode(ExitRecord record) {
        var out = new RecordBuilder(RecordKind.EXIT, record.header());
        out.int32(WAIT_STATUS, record.waitStatus());
        return out.finish();
    }
}
