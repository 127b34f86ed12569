package dev.vedette.probes.record;

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

    String get(byte[] bytes, int begin, int count) {
        if (count > LONGEST) {
            return new String(bytes, begin, count, StandardCharsets.UTF_8);
        }
        int slot = slotOf(bytes, begin, count);
        byte[] key = keys[slot];
        if (key != null && Arrays.equals(key, 0, key.length, bytes, begin, begin + count)) {
            return values[slot];
        }
        keys[slot] = Arrays.copyOfRange(bytes, begin, begin + count);
        values[slot] = new String(bytes, begin, count, StandardCharsets.UTF_8);
        return values[slot];
    }

    private static int slotOf(byte[] bytes, int begin, int count) {
        int hash = count;
        for (int i = begin; i < begin + count; i++) {
            hash = 31 * hash + bytes[i];
        }
        return (hash ^ hash >>> 15) & SLOTS - 1;
    }
}
