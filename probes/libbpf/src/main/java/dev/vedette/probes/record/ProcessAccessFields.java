package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.U32;
import static dev.vedette.probes.record.RecordLayout.U64;
import static dev.vedette.probes.record.RecordLayout.offset;
import static dev.vedette.probes.record.RecordLayout.offset32;
import static dev.vedette.probes.record.RecordLayout.offset64;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link ProcessAccessRecord}, both ways. */
final class ProcessAccessFields {
    static final StructLayout LAYOUT = struct(
            "vdt_process_access",
            RecordLayout.HEADER.withName("header"),
            RecordLayout.TARGET.withName("target"),
            U64.withName("result"),
            U32.withName("operation"),
            U32.withName("request"));

    private static final int TARGET = offset(LAYOUT, "target");
    private static final int RESULT = offset64(LAYOUT, "result");
    private static final int OPERATION = offset32(LAYOUT, "operation");
    private static final int REQUEST = offset32(LAYOUT, "request");

    private ProcessAccessFields() {}

    static ProcessAccessRecord decode(RecordHeader header, StructDecoder in) {
        return new ProcessAccessRecord(
                header, in.int32(OPERATION), in.target(TARGET), in.int32(REQUEST), in.int64(RESULT));
    }

    static byte[] encode(ProcessAccessRecord record) {
        var out = new RecordBuilder(RecordKind.PROCESS_ACCESS, record.header());
        out.int32(OPERATION, record.operation());
        out.target(TARGET, record.target());
        out.int32(REQUEST, record.request());
        out.int64(RESULT, record.result());
        return out.finish();
    }
}
