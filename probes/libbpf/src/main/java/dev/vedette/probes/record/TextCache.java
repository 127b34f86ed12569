package dev.vedette.probes.record;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Texts come again and again: paths of programs, names of tasks. One seen in the same slot last time is handed out
 * again instead of being made anew. Bounded: {@value #SLOTS} texts of at most {@value #LONGEST} bytes.
 */
final class TextCache {
    private static final int SLOTS = 2048;
    private static final int LONGEST = 256;

    private final byte[][] keys = new byte[SLOTS][];
    private final String[] values = new String[SLOTS];
    private byte[] scratch = new byte[RecordLayout.MAX_RECORD_BYTES];

    String get(MemorySegment segment, long begin, int bytes) {
        if (bytes > scratch.length) {
            scratch = new byte[bytes];
        }
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, begin, scratch, 0, bytes);
        if (bytes > LONGEST) {
            return new String(scratch, 0, bytes, StandardCharsets.UTF_8);
        }
        int slot = slotOf(bytes);
        byte[] key = keys[slot];
        if (key != null && key.length == bytes && Arrays.equals(key, 0, bytes, scratch, 0, bytes)) {
            return values[slot];
        }
        keys[slot] = Arrays.copyOf(scratch, bytes);
        values[slot] = new String(scratch, 0, bytes, StandardCharsets.UTF_8);
        return values[slot];
    }

    private int slotOf(int bytes) {
        int hash = bytes;
        for (int i = 0; i < bytes; i++) {
            hash = 31 * hash + scratch[i];
        }
        return (hash ^ hash >>> 15) & SLOTS - 1;
    }
}
