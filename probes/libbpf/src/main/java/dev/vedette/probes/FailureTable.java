package dev.vedette.probes;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.vedette.probes.record.FailureReason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * What the programs could not do, and how much of it has been told already. The latter is kept beside the counts, so that
 * a sensor which takes them over tells only what came since. Thread-safe.
 */
final class FailureTable {
    static final String COUNTED = "failures";
    static final String TOLD = "told_failures";

    private final KernelTables tables;
    private final Places places;
    private final List<FailureCount> takeover;
    private final Map<FailureKey, Long> told = new HashMap<>();
    private final List<Predecessor> predecessors;

    /**
     * @param takeover what was lost before these programs ran, to be told once
     * @param predecessors whose own counts are told once they have ended
     */
    FailureTable(KernelTables tables, Places places, List<FailureCount> takeover, List<Predecessor> predecessors) {
        this.tables = tables;
        this.places = places;
        this.takeover = new ArrayList<>(takeover);
        this.predecessors = new ArrayList<>(predecessors);
    }

    /** All counts since the programs were first attached. */
    List<FailureCount> all() {
        List<FailureCount> counts = new ArrayList<>();
        read(COUNTED).forEach((key, count) -> counts.add(named(key, count)));
        return counts;
    }

    /**
     * Tells what has been added since the last time, each once; only what was handed over when the process is killed may
     * be told once more.
     */
    synchronized void tell(Consumer<FailureCount> out) {
        takeover.forEach(out);
        takeover.clear();
        predecessors.removeIf(predecessor -> predecessor.tellFailures((key, count) -> out.accept(named(key, count))));
        if (told.isEmpty()) {
            told.putAll(read(TOLD));
        }
        Map<FailureKey, Long> now = read(COUNTED);
        now.forEach((key, count) -> {
            long more = FailureKey.added(told.getOrDefault(key, 0L), count);
            if (more > 0) {
                out.accept(named(key, more));
                told.put(key, count);
                // Without room there the next sensor tells it once more.
                tables.put(TOLD, key.bytes(), number(count));
            }
        });
        told.keySet().retainAll(now.keySet());
    }

    /** Makes room. */
    synchronized void forget(LongPredicate gone) {
        for (String table : List.of(TOLD, COUNTED)) {
            tables.remove(table, key -> gone.test(FailureKey.of(key).cgroupId()));
        }
        told.keySet().removeIf(key -> gone.test(key.cgroupId()));
    }

    private Map<FailureKey, Long> read(String table) {
        Map<FailureKey, Long> counts = new HashMap<>();
        tables.visit(table, (key, value) -> counts.put(FailureKey.of(key), value.get(JAVA_LONG, 0)));
        return counts;
    }

    private FailureCount named(FailureKey key, long count) {
        String reason = FailureReason.of(key.reason()).map(Enum::name).orElse("reason " + key.reason());
        return new FailureCount(places.name(key.place()), reason, key.cgroupId(), count);
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(value)
                .array();
    }
}
