package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.COMM_BYTES;
import static dev.vedette.probes.record.RecordLayout.bytes;
import static dev.vedette.probes.record.RecordLayout.offset;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link TaskRenameRecord}, both ways. */
final class TaskRenameFields {
    static final StructLayout LAYOUT = struct(
            "vdt_task_rename",
            RecordLayout.HEADER.withName("header"),
            bytes("before", COMM_BYTES),
            bytes("after", COMM_BYTES));

    private static final int BEFORE = offset(LAYOUT, "before");
    private static final int AFTER = offset(LAYOUT, "after");

    private TaskRenameFields() {}

    static TaskRenameRecord decode(RecordHeader header, StructDecoder in) {
        return new TaskRenameRecord(header, in.name(BEFORE), in.name(AFTER));
    }

    static byte[] encode(TaskRenameRecord record) {
        var out = new RecordBuilder(RecordKind.TASK_RENAME, record.header());
        out.name(BEFORE, record.before());
        out.name(AFTER, record.after());
        return out.finish();
    }
}
