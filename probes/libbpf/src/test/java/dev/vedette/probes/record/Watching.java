package dev.vedette.probes.record;

import dev.vedette.probes.KernelProbes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads what attached probes tell until what is waited for has come. */
final class Watching {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KernelProbes probes;
    private final RecordDecoder decoder = new RecordDecoder();
    private final List<KernelRecord> told = new ArrayList<>();

    Watching(KernelProbes probes) {
        this.probes = probes;
    }

    /** The first record of the kind, told since the last {@link #forget}, that fits. */
    <R extends KernelRecord> R first(Class<R> kind, Predicate<R> fits) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int looked = 0;
        while (true) {
            for (; looked < told.size(); looked++) {
                if (kind.isInstance(told.get(looked)) && fits.test(kind.cast(told.get(looked)))) {
                    return kind.cast(told.get(looked));
                }
            }
            if (System.nanoTime() > deadline) {
                List<R> others = ofKind(kind);
                throw new AssertionError("no such " + kind.getSimpleName() + " among " + others.size() + ", the last: "
                        + others.stream().skip(Math.max(0, others.size() - 5)).toList());
            }
            read();
        }
    }

    /** All records of the kind up to now; call after waiting for one that comes later than what is looked for. */
    <R extends KernelRecord> List<R> ofKind(Class<R> kind) {
        return told.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    void forget() {
        read();
        told.clear();
    }

    private void read() {
        probes.ring().await(Duration.ofMillis(5));
        probes.ring()
                .drain(
                        (data, offset, length) -> {
                            try {
                                told.add(decoder.decode(data, offset, length));
                            } catch (MalformedRecordException e) {
                                throw new AssertionError(e);
                            }
                        },
                        Integer.MAX_VALUE);
    }
}
