package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.U32;
import static dev.vedette.probes.record.RecordLayout.U64;
import static dev.vedette.probes.record.RecordLayout.offset;
import static dev.vedette.probes.record.RecordLayout.offset32;
import static dev.vedette.probes.record.RecordLayout.offset64;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link NamespaceRecord}, both ways. */
final class NamespaceFields {
    static final StructLayout LAYOUT = struct(
            "vdt_namespace",
            RecordLayout.HEADER.withName("header"),
            U64.withName("clone_flags"),
            U64.withName("result"),
            RecordLayout.NAMESPACES.withName("before"),
            RecordLayout.NAMESPACES.withName("after"),
            U32.withName("operation"),
            U32.withName("padding"));

    private static final int CLONE_FLAGS = offset64(LAYOUT, "clone_flags");
    private static final int RESULT = offset64(LAYOUT, "result");
    private static final int BEFORE = offset(LAYOUT, "before");
    private static final int AFTER = offset(LAYOUT, "after");
    private static final int OPERATION = offset32(LAYOUT, "operation");

    private NamespaceFields() {}

    static NamespaceRecord decode(RecordHeader header, StructDecoder in) {
        return new NamespaceRecord(
                header,
                in.int32(OPERATION),
                in.int64(CLONE_FLAGS),
                in.namespaces(BEFORE),
                in.namespaces(AFTER),
                in.int64(RESULT));
    }

    static byte[] encode(NamespaceRecord record) {
        var out = new RecordBuilder(RecordKind.NAMESPACE, record.header());
        out.int32(OPERATION, record.operation());
        out.int64(CLONE_FLAGS, record.cloneFlags());
        out.namespaces(BEFORE, record.before());
        out.namespaces(AFTER, record.after());
        out.int64(RESULT, record.result());
        return out.finish();
    }
}
