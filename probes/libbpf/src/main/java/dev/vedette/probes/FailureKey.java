package dev.vedette.probes;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** {@code struct failure_key} of maps.h: where, why and for whom something could not be done. */
record FailureKey(int place, int reason, long cgroupId) {
    static FailureKey of(MemorySegment key) {
        return new FailureKey(key.get(JAVA_INT, 0), key.get(JAVA_INT, 4), key.get(JAVA_LONG, 8));
    }

    byte[] bytes() {
        return ByteBuffer.allocate(2 * Integer.BYTES + Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(place)
                .putInt(reason)
                .putLong(cgroupId)
                .array();
    }

    /** What a count has grown by; one that is smaller was forgotten and began anew. */
    static long added(long before, long now) {
        return now < before ? now : now - before;
    }
}
