package dev.vedette.baseline.novelty;

import dev.vedette.policy.model.FilesDestroyed;
import dev.vedette.policy.model.ProcessInfo;
import java.util.HashMap;
import java.util.Map;

/**
 * How many files at once each program of a workload was seen to destroy. Bounded: of further programs nothing is learned.
 * Not thread-safe.
 */
final class DestructionHabit {
    private static final int MAX_PROGRAMS = 64;
    /** They are told each time that their number has doubled. */
    private static final int STEP = 2;

    private final Map<String, Long> most = new HashMap<>();

    /** Whether the program destroyed as many before. */
    boolean includes(FilesDestroyed event) {
        return event.all() < STEP * most.getOrDefault(program(event), 0L);
    }

    void learn(FilesDestroyed event) {
        String program = program(event);
        if (most.size() < MAX_PROGRAMS || most.containsKey(program)) {
            most.merge(program, event.all(), Math::max);
        }
    }

    /** A program that came later is another one, whatever it is called. */
    private static String program(FilesDestroyed event) {
        ProcessInfo process = event.process();
        String path = process.executable().path();
        return ProcessItem.isFromImage(process.executable()) ? path : "later " + path;
    }
}
