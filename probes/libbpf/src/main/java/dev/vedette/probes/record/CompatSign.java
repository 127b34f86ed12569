package dev.vedette.probes.record;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Whether a record shows that calls of the 32-bit table are made, seen without decoding it. */
public final class CompatSign {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final int KIND = RecordLayout.offset32(RecordLayout.HEADER, "kind");
    private static final int ORIGIN = RecordLayout.offset32(RecordLayout.HEADER, "origin");
    private static final int COMPAT = RecordLayout.offset8(ExecFields.LAYOUT, "compat");
    private static final int EXEC = RecordKind.EXEC.number();

    private CompatSign() {}

    /**
     * True for whatever came by such a call, and for the beginning of a 32-bit program, which can make no others.
     *
     * @param length of the record, which is within the segment
     */
    public static boolean in(MemorySegment data, long offset, int length) {
        if (length < ORIGIN + Integer.BYTES) {
            return false;
        }
        if (data.get(INT, offset + ORIGIN) == RecordHeader.ORIGIN_COMPAT_CALL) {
            return true;
        }
        return data.get(INT, offset + KIND) == EXEC
                && length > COMPAT
                && data.get(ValueLayout.JAVA_BYTE, offset + COMPAT) != 0;
    }
}
