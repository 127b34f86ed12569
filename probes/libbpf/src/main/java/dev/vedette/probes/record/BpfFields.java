package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.U32;
import static dev.vedette.probes.record.RecordLayout.U64;
import static dev.vedette.probes.record.RecordLayout.offset;
import static dev.vedette.probes.record.RecordLayout.offset32;
import static dev.vedette.probes.record.RecordLayout.offset64;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link BpfRecord}, both ways. */
final class BpfFields {
    static final StructLayout LAYOUT = struct(
            "vdt_bpf",
            RecordLayout.HEADER.withName("header"),
            U64.withName("result"),
            U32.withName("command"),
            U32.withName("program_type"),
            U32.withName("attach_type"),
            RecordLayout.TEXT.withName("name"));

    private static final int RESULT = offset64(LAYOUT, "result");
    private static final int COMMAND = offset32(LAYOUT, "command");
    private static final int PROGRAM_TYPE = offset32(LAYOUT, "program_type");
    private static final int ATTACH_TYPE = offset32(LAYOUT, "attach_type");
    private static final int NAME = offset(LAYOUT, "name");

    private BpfFields() {}

    static BpfRecord decode(RecordHeader header, StructDecoder in) throws MalformedRecordException {
        return new BpfRecord(
                header,
                in.int32(COMMAND),
                in.int32(PROGRAM_TYPE),
                in.int32(ATTACH_TYPE),
                in.text(NAME),
                in.int64(RESULT));
    }

    static byte[] encode(BpfRecord record) {
        var out = new RecordBuilder(RecordKind.BPF, record.header());
        out.int32(COMMAND, record.command());
        out.int32(PROGRAM_TYPE, record.programType());
        out.int32(ATTACH_TYPE, record.attachType());
        out.text(NAME, record.name());
        out.int64(RESULT, record.result());
        return out.finish();
    }
}
