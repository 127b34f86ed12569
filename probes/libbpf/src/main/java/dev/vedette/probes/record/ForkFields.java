package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.U32;
import static dev.vedette.probes.record.RecordLayout.U64;
import static dev.vedette.probes.record.RecordLayout.offset32;
import static dev.vedette.probes.record.RecordLayout.offset64;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link ForkRecord}, both ways. */
final class ForkFields {
    static final StructLayout LAYOUT = struct(
            "vdt_fork",
            RecordLayout.HEADER.withName("header"),
            U64.withName("child_start_boot_nanos"),
            U64.withName("child_cgroup_id"),
            U32.withName("child_pid"),
            U32.withName("padding"));

    private static final int CHILD_START_BOOT_NANOS = offset64(LAYOUT, "child_start_boot_nanos");
    private static final int CHILD_CGROUP_ID = offset64(LAYOUT, "child_cgroup_id");
    private static final int CHILD_PID = offset32(LAYOUT, "child_pid");

    private ForkFields() {}

    static ForkRecord decode(RecordHeader header, StructDecoder in) {
        return new ForkRecord(header, in.int32(CHILD_PID), in.int64(CHILD_START_BOOT_NANOS), in.int64(CHILD_CGROUP_ID));
    }

    static byte[] encode(ForkRecord record) {
        var out = new RecordBuilder(RecordKind.FORK, record.header());
        out.int32(CHILD_PID, record.childPid());
        out.int64(CHILD_START_BOOT_NANOS, record.childStartBootNanos());
        out.int64(CHILD_CGROUP_ID, record.childCgroupId());
        return out.finish();
    }
}
