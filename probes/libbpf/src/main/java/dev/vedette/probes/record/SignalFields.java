package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.U32;
import static dev.vedette.probes.record.RecordLayout.offset;
import static dev.vedette.probes.record.RecordLayout.offset32;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link SignalRecord}, both ways. */
final class SignalFields {
    static final StructLayout LAYOUT = struct(
            "vdt_signal",
            RecordLayout.HEADER.withName("header"),
            RecordLayout.TARGET.withName("target"),
            U32.withName("signal"),
            U32.withName("code"));

    private static final int TARGET = offset(LAYOUT, "target");
    private static final int SIGNAL = offset32(LAYOUT, "signal");
    private static final int CODE = offset32(LAYOUT, "code");

    private SignalFields() {}

    static SignalRecord decode(RecordHeader header, StructDecoder in) {
        return new SignalRecord(header, in.target(TARGET), in.int32(SIGNAL), in.int32(CODE));
    }

    static byte[] encode(SignalRecord record) {
        var out = new RecordBuilder(RecordKind.SIGNAL, record.header());
        out.target(TARGET, record.target());
        out.int32(SIGNAL, record.signal());
        out.int32(CODE, record.code());
        return out.finish();
    }
}
