package dev.vedette.probes;

import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.BpfMap;
import dev.vedette.probes.libbpf.BpfPin;
import dev.vedette.probes.libbpf.DescriptorInfo;
import dev.vedette.probes.libbpf.Libbpf;
import dev.vedette.probes.libc.Libc;
import dev.vedette.probes.ring.RingBufferReader;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;

/**
 * Programs with another object or other settings that a sensor left running. They are ended once ours run in their place,
 * so that nothing goes unseen meanwhile; what their ring still holds is read out. Thread-safe: one thread reads.
 */
final class Predecessor implements AutoCloseable {
    private final Libbpf libbpf;
    private final Generation generation;
    private final RingBufferReader ring;
    private volatile boolean ended;
    private boolean closed;

    private Predecessor(Libbpf libbpf, Generation generation, RingBufferReader ring) {
        this.libbpf = libbpf;
        this.generation = generation;
        this.ring = ring;
    }

    static Predecessor open(Libc libc, Libbpf libbpf, Generation generation) throws BpfException, IOException {
        IOException[] failed = new IOException[1];
        RingBufferReader ring = BpfPin.open(libbpf, generation.map("records"), BpfPin.Kind.MAP, fd -> {
            try {
                return RingBufferReader.open(libc, fd, DescriptorInfo.of(fd).maxEntries());
            } catch (IOException e) {
                failed[0] = e;
                return null;
            }
        });
        if (failed[0] != null) {
            throw failed[0];
        }
        return new Predecessor(libbpf, generation, ring);
    }

    /** Ends those of its programs. */
    void end(Predicate<String> programs) throws IOException {
        for (String program : generation.running()) {
            if (programs.test(program)) {
                generation.removeProgram(program);
            }
        }
        ended = generation.running().isEmpty();
    }

    synchronized int drain(RingBufferReader.Handler handler, int maxRecords) {
        return closed ? 0 : ring.drain(handler, maxRecords);
    }

    /**
     * Tells what its programs could not do and its sensor had not told, once no more of that will come.
     *
     * @return whether that was so
     */
    synchronized boolean tellFailures(ObjLongConsumer<FailureKey> out) {
        if (!ended || closed) {
            return closed;
        }
        try {
            Map<FailureKey, Long> told = counts(FailureTable.TOLD);
            counts(FailureTable.COUNTED).forEach((key, count) -> {
                long more = FailureKey.added(told.getOrDefault(key, 0L), count);
                if (more > 0) {
                    out.accept(key, more);
                }
            });
        } catch (BpfException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        return true;
    }

    private Map<FailureKey, Long> counts(String map) throws BpfException {
        Map<FailureKey, Long> counts = new HashMap<>();
        BpfPin.open(libbpf, generation.map(map), BpfPin.Kind.MAP, fd -> {
            BpfMap.visit(
                    libbpf,
                    fd,
                    DescriptorInfo.of(fd),
                    (key, value) -> counts.put(FailureKey.of(key), value.get(ValueLayout.JAVA_LONG, 0)));
            return null;
        });
        return counts;
    }

    /** Whether nothing more will come. */
    boolean isFinished() {
        return ended && ring.available() == 0;
    }

    /** Removes what is left of it. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            ring.close();
            if (ended) {
                try {
                    generation.remove();
                } catch (IOException e) {
                    System.getLogger(Predecessor.class.getName())
                            .log(
                                    System.Logger.Level.WARNING,
                                    "the pins at " + generation.directory() + " could not be removed: "
                                            + e.getMessage());
                }
            }
        }
    }
}
