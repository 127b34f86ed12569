package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.U32;
import static dev.vedette.probes.record.RecordLayout.U64;
import static dev.vedette.probes.record.RecordLayout.offset;
import static dev.vedette.probes.record.RecordLayout.offset32;
import static dev.vedette.probes.record.RecordLayout.offset64;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link CgroupRecord}, both ways. */
final class CgroupFields {
    static final StructLayout LAYOUT = struct(
            "vdt_cgroup",
            RecordLayout.HEADER.withName("header"),
            U64.withName("cgroup_id"),
            U64.withName("parent_cgroup_id"),
            U64.withName("moved_from_cgroup_id"),
            U32.withName("operation"),
            U32.withName("moved_pid"),
            RecordLayout.TEXT.withName("path"),
            U32.withName("padding"));

    private static final int CGROUP_ID = offset64(LAYOUT, "cgroup_id");
    private static final int PARENT_CGROUP_ID = offset64(LAYOUT, "parent_cgroup_id");
    private static final int MOVED_FROM_CGROUP_ID = offset64(LAYOUT, "moved_from_cgroup_id");
    private static final int OPERATION = offset32(LAYOUT, "operation");
    private static final int MOVED_PID = offset32(LAYOUT, "moved_pid");
    private static final int PATH = offset(LAYOUT, "path");

    private CgroupFields() {}

    static CgroupRecord decode(RecordHeader header, StructDecoder in) throws MalformedRecordException {
        return new CgroupRecord(
                header,
                in.int32(OPERATION),
                in.int64(CGROUP_ID),
                in.int64(PARENT_CGROUP_ID),
                in.text(PATH),
                in.int32(MOVED_PID),
                in.int64(MOVED_FROM_CGROUP_ID));
    }

    static byte[] encode(CgroupRecord record) {
        var out = new RecordBuilder(RecordKind.CGROUP, record.header());
        out.int32(OPERATION, record.operation());
        out.int64(CGROUP_ID, record.cgroupId());
        out.int64(PARENT_CGROUP_ID, record.parentCgroupId());
        out.text(PATH, record.path());
        out.int32(MOVED_PID, record.movedPid());
        out.int64(MOVED_FROM_CGROUP_ID, record.movedFromCgroupId());
        return out.finish();
    }
}
