package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.U32;
import static dev.vedette.probes.record.RecordLayout.U64;
import static dev.vedette.probes.record.RecordLayout.offset;
import static dev.vedette.probes.record.RecordLayout.offset32;
import static dev.vedette.probes.record.RecordLayout.offset64;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link KeyRecord}, both ways. */
final class KeyFields {
    static final StructLayout LAYOUT = struct(
            "vdt_key",
            RecordLayout.HEADER.withName("header"),
            U64.withName("result"),
            U32.withName("command"),
            U32.withName("serial"),
            U32.withName("owner_uid"),
            RecordLayout.TEXT.withName("type"),
            RecordLayout.TEXT.withName("description"),
            U32.withName("padding"));

    private static final int RESULT = offset64(LAYOUT, "result");
    private static final int COMMAND = offset32(LAYOUT, "command");
    private static final int SERIAL = offset32(LAYOUT, "serial");
    private static final int OWNER_UID = offset32(LAYOUT, "owner_uid");
    private static final int TYPE = offset(LAYOUT, "type");
    private static final int DESCRIPTION = offset(LAYOUT, "description");

    private KeyFields() {}

    static KeyRecord decode(RecordHeader header, StructDecoder in) throws MalformedRecordException {
        return new KeyRecord(
                header,
                in.int32(COMMAND),
                in.int32(SERIAL),
                in.unsigned32(OWNER_UID),
                in.text(TYPE),
                in.text(DESCRIPTION),
                in.int64(RESULT));
    }

    static byte[] encode(KeyRecord record) {
        var out = new RecordBuilder(RecordKind.KEY, record.header());
        out.int32(COMMAND, record.command());
        out.int32(SERIAL, record.serial());
        out.int32(OWNER_UID, (int) record.ownerUid());
        out.text(TYPE, record.type());
        out.text(DESCRIPTION, record.description());
        out.int64(RESULT, record.result());
        return out.finish();
    }
}
