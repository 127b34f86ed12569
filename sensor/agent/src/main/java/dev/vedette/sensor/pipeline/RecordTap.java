package dev.vedette.sensor.pipeline;

import java.lang.foreign.MemorySegment;

/** Sees each record as the kernel wrote it, before it is decoded; must copy what it keeps. */
public interface RecordTap {
    void onRecord(MemorySegment data, long offset, int length);
}
