package dev.vedette.sensor.agent;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbesUnavailableException;
import dev.vedette.probes.record.CompatSign;
import dev.vedette.sensor.pipeline.RecordTap;
import java.lang.foreign.MemorySegment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has 32-bit calls looked at from their first sign on. It comes from hooks that see such calls as well as others: the
 * beginning of a 32-bit program, a child, a connection, a use of a capability. Of a 64-bit program that makes such a call
 * by {@code int 0x80}, what it does before the first of these is not seen.
 *
 * <p>The pipeline thread calls it; the probes are attached by a thread of its own, so that records do not wait.
 */
final class CompatWatch implements RecordTap {
    private static final Logger LOG = LoggerFactory.getLogger(CompatWatch.class);

    private final KernelProbes probes;
    private boolean signed;

    CompatWatch(KernelProbes probes) {
        this.probes = probes;
    }

    @Override
    public void onRecord(MemorySegment data, long offset, int length) {
        if (!signed && CompatSign.in(data, offset, length)) {
            signed = true;
            Thread.ofVirtual().name("compat-calls").start(this::attach);
        }
    }

    private void attach() {
        try {
            if (CompatCalls.attach(probes)) {
                LOG.info("A program makes 32-bit calls: from now on these are looked at too.");
            }
        } catch (ProbesUnavailableException | IllegalStateException e) {
            LOG.warn("32-bit calls are made and cannot be looked at: {}", e.getMessage());
        }
    }
}
