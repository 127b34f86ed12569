package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.U32;
import static dev.vedette.probes.record.RecordLayout.U64;
import static dev.vedette.probes.record.RecordLayout.U8;
import static dev.vedette.probes.record.RecordLayout.bytes;
import static dev.vedette.probes.record.RecordLayout.offset;
import static dev.vedette.probes.record.RecordLayout.offset32;
import static dev.vedette.probes.record.RecordLayout.offset64;
import static dev.vedette.probes.record.RecordLayout.offset8;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link TransferRecord}, both ways. */
final class TransferFields {
    static final StructLayout LAYOUT = struct(
            "vdt_transfer",
            RecordLayout.HEADER.withName("header"),
            RecordLayout.FILE.withName("source"),
            RecordLayout.FILE.withName("destination"),
            U64.withName("result"),
            U32.withName("operation"),
            U8.withName("source_kind"),
            U8.withName("destination_kind"),
            bytes("padding", 2));

    private static final int SOURCE = offset(LAYOUT, "source");
    private static final int DESTINATION = offset(LAYOUT, "destination");
    private static final int RESULT = offset64(LAYOUT, "result");
    private static final int OPERATION = offset32(LAYOUT, "operation");
    private static final int SOURCE_KIND = offset8(LAYOUT, "source_kind");
    private static final int DESTINATION_KIND = offset8(LAYOUT, "destination_kind");

    private TransferFields() {}

    static TransferRecord decode(RecordHeader header, StructDecoder in) throws MalformedRecordException {
        return new TransferRecord(
                header,
                in.int32(OPERATION),
                in.file(SOURCE),
                in.int8(SOURCE_KIND),
                in.file(DESTINATION),
                in.int8(DESTINATION_KIND),
                in.int64(RESULT));
    }

    static byte[] encode(TransferRecord record) {
        var out = new RecordBuilder(RecordKind.TRANSFER, record.header());
        out.int32(OPERATION, record.operation());
        out.file(SOURCE, record.source());
        out.int8(SOURCE_KIND, record.sourceKind());
        out.file(DESTINATION, record.destination());
        out.int8(DESTINATION_KIND, record.destinationKind());
        out.int64(RESULT, record.result());
        return out.finish();
    }
}
