package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.ADDRESS_BYTES;
import static dev.vedette.probes.record.RecordLayout.U16;
import static dev.vedette.probes.record.RecordLayout.U32;
import static dev.vedette.probes.record.RecordLayout.bytes;
import static dev.vedette.probes.record.RecordLayout.offset;
import static dev.vedette.probes.record.RecordLayout.offset16;
import static dev.vedette.probes.record.RecordLayout.offset32;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link FetchRecord}, both ways. */
final class FetchFields {
    static final StructLayout LAYOUT = struct(
            "vdt_fetch",
            RecordLayout.HEADER.withName("header"),
            bytes("remote_address", ADDRESS_BYTES),
            U32.withName("family"),
            U16.withName("remote_port"),
            U16.withName("padding"),
            U32.withName("code"),
            U32.withName("padding2"));

    private static final int REMOTE_ADDRESS = offset(LAYOUT, "remote_address");
    private static final int FAMILY = offset32(LAYOUT, "family");
    private static final int REMOTE_PORT = offset16(LAYOUT, "remote_port");
    private static final int CODE = offset32(LAYOUT, "code");

    private FetchFields() {}

    static FetchRecord decode(RecordHeader header, StructDecoder in) throws MalformedRecordException {
        int family = in.int32(FAMILY);
        return new FetchRecord(
                header, family, in.address(REMOTE_ADDRESS, family), in.int16(REMOTE_PORT), in.int32(CODE));
    }

    static byte[] encode(FetchRecord record) {
        var out = new RecordBuilder(RecordKind.FETCH, record.header());
        out.int32(FAMILY, record.family());
        out.address(REMOTE_ADDRESS, record.family(), record.remoteAddress());
        out.int16(REMOTE_PORT, record.remotePort());
        out.int32(CODE, record.code());
        return out.finish();
    }
}
