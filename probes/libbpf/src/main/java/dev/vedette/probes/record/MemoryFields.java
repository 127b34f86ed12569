package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.U32;
import static dev.vedette.probes.record.RecordLayout.U64;
import static dev.vedette.probes.record.RecordLayout.offset;
import static dev.vedette.probes.record.RecordLayout.offset32;
import static dev.vedette.probes.record.RecordLayout.offset64;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link MemoryRecord}, both ways. */
final class MemoryFields {
    static final StructLayout LAYOUT = struct(
            "vdt_memory",
            RecordLayout.HEADER.withName("header"),
            RecordLayout.FILE.withName("file"),
            U64.withName("address"),
            U64.withName("length"),
            U32.withName("operation"),
            U32.withName("protection"),
            U32.withName("protection_before"),
            U32.withName("map_flags"));

    private static final int FILE = offset(LAYOUT, "file");
    private static final int ADDRESS = offset64(LAYOUT, "address");
    private static final int LENGTH = offset64(LAYOUT, "length");
    private static final int OPERATION = offset32(LAYOUT, "operation");
    private static final int PROTECTION = offset32(LAYOUT, "protection");
    private static final int PROTECTION_BEFORE = offset32(LAYOUT, "protection_before");
    private static final int MAP_FLAGS = offset32(LAYOUT, "map_flags");

    private MemoryFields() {}

    static MemoryRecord decode(RecordHeader header, StructDecoder in) throws MalformedRecordException {
        return new MemoryRecord(
                header,
                in.int32(OPERATION),
                in.file(FILE),
                in.int64(ADDRESS),
                in.int64(LENGTH),
                in.int32(PROTECTION),
                in.int32(PROTECTION_BEFORE),
                in.int32(MAP_FLAGS));
    }

    static byte[] encode(MemoryRecord record) {
        var out = new RecordBuilder(RecordKind.MEMORY, record.header());
        out.int32(OPERATION, record.operation());
        out.file(FILE, record.file());
        out.int64(ADDRESS, record.address());
        out.int64(LENGTH, record.length());
        out.int32(PROTECTION, record.protection());
        out.int32(PROTECTION_BEFORE, record.protectionBefore());
        out.int32(MAP_FLAGS, record.mapFlags());
        return out.finish();
    }
}
