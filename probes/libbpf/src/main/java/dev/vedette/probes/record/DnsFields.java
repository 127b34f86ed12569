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

/** {@link DnsRecord}, both ways. */
final class DnsFields {
    static final StructLayout LAYOUT = struct(
            "vdt_dns",
            RecordLayout.HEADER.withName("header"),
            bytes("server_address", ADDRESS_BYTES),
            U32.withName("family"),
            U16.withName("server_port"),
            U16.withName("truncated"),
            RecordLayout.TEXT.withName("message"),
            U32.withName("padding"));

    private static final int SERVER_ADDRESS = offset(LAYOUT, "server_address");
    private static final int FAMILY = offset32(LAYOUT, "family");
    private static final int SERVER_PORT = offset16(LAYOUT, "server_port");
    private static final int TRUNCATED = offset16(LAYOUT, "truncated");
    private static final int MESSAGE = offset(LAYOUT, "message");

    private DnsFields() {}

    static DnsRecord decode(RecordHeader header, StructDecoder in) throws MalformedRecordException {
        int family = in.int32(FAMILY);
        return new DnsRecord(
                header,
                family,
                in.address(SERVER_ADDRESS, family),
                in.int16(SERVER_PORT),
                in.bytes(MESSAGE),
                in.int16(TRUNCATED) != 0);
    }

    static byte[] encode(DnsRecord record) {
        var out = new RecordBuilder(RecordKind.DNS, record.header());
        out.int32(FAMILY, record.family());
        out.address(SERVER_ADDRESS, record.family(), record.serverAddress());
        out.int16(SERVER_PORT, record.serverPort());
        out.bytes(MESSAGE, record.message());
        out.int16(TRUNCATED, record.truncated() ? 1 : 0);
        return out.finish();
    }
}
