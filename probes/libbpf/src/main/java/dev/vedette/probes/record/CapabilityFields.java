package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.U32;
import static dev.vedette.probes.record.RecordLayout.U64;
import static dev.vedette.probes.record.RecordLayout.offset32;
import static dev.vedette.probes.record.RecordLayout.offset64;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link CapabilityRecord}, both ways. */
final class CapabilityFields {
    static final StructLayout LAYOUT = struct(
            "vdt_capability",
            RecordLayout.HEADER.withName("header"),
            U32.withName("capability"),
            U32.withName("user_namespace"),
            U64.withName("result"));

    private static final int CAPABILITY = offset32(LAYOUT, "capability");
    private static final int USER_NAMESPACE = offset32(LAYOUT, "user_namespace");
    private static final int RESULT = offset64(LAYOUT, "result");

    private CapabilityFields() {}

    static CapabilityRecord decode(RecordHeader header, StructDecoder in) {
        return new CapabilityRecord(header, in.int32(CAPABILITY), in.unsigned32(USER_NAMESPACE), in.int64(RESULT));
    }

    static byte[] encode(CapabilityRecord record) {
        var out = new RecordBuilder(RecordKind.CAPABILITY, record.header());
        out.int32(CAPABILITY, record.capability());
        out.int32(USER_NAMESPACE, (int) record.userNamespace());
        out.int64(RESULT, record.result());
        return out.finish();
    }
}
