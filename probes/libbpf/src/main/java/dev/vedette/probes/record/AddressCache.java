package dev.vedette.probes.record;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Addresses of IPv4 as text: the same peers come again and again. One seen in the same slot last time is handed out again
 * instead of being written anew. Bounded: {@value #SLOTS} addresses. For one thread.
 */
final class AddressCache {
    private static final int SLOTS = 256;

    private final int[] keys = new int[SLOTS];
    private final String[] values = new String[SLOTS];

    /** The address of four bytes at {@code at}. */
    String of(MemorySegment segment, int at) {
        int key = segment.get(ValueLayout.JAVA_INT_UNALIGNED, at);
        int slot = (key ^ key >>> 8 ^ key >>> 16 ^ key >>> 24) & SLOTS - 1;
        if (values[slot] == null || keys[slot] != key) {
            values[slot] = InetText.of(segment, at, InetText.IPV4);
            keys[slot] = key;
        }
        return values[slot];
    }
}
