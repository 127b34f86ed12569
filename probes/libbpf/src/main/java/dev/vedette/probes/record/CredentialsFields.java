package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.offset;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link CredentialsRecord}, both ways. */
final class CredentialsFields {
    static final StructLayout LAYOUT = struct(
            "vdt_credentials_change",
            RecordLayout.HEADER.withName("header"),
            RecordLayout.CREDENTIALS.withName("before"),
            RecordLayout.CREDENTIALS.withName("after"));

    private static final int BEFORE = offset(LAYOUT, "before");
    private static final int AFTER = offset(LAYOUT, "after");

    private CredentialsFields() {}

    static CredentialsRecord decode(RecordHeader header, StructDecoder in) {
        return new CredentialsRecord(header, in.credentials(BEFORE), in.credentials(AFTER));
    }

    static byte[] encode(CredentialsRecord record) {
        var out = new RecordBuilder(RecordKind.CREDENTIALS, record.header());
        out.credentials(BEFORE, record.before());
        out.credentials(AFTER, record.after());
        return out.finish();
    }
}
