package dev.vedette.probes;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the probes are loaded.
 *
 * @param ringBytes the ring's size: a power of two and a multiple of the page size. It counts twice in the process's
 *     resident memory, because it is mapped twice
 * @param facts attach only the probes of these facts (see {@link ProbeStatus#fact}); empty for all
 * @param constants settings of the programs by the name of their {@code const volatile} variable; a name that the
 *     programs do not have is an error
 * @param ownProcess the process whose doings are not reported, by its number in the initial pid namespace, in which the
 *     programs know processes; 0: all are reported
 * @param pins the directory, in a bpf file system, under which maps and running programs are kept when this process
 *     ends, for the next one to take over; empty: all ends with this process
 * @param highest the highest rung that is tried, {@link Rung#LSM} for all
 */
public record ProbeSettings(
        int ringBytes,
        Set<String> facts,
        Map<String, Long> constants,
        int ownProcess,
        Optional<Path> pins,
        Rung highest) {
    private static final int DEFAULT_RING_BYTES = 4 << 20;
    private static final int LEAST_RING_BYTES = 4096;

    public ProbeSettings {
        if (ringBytes < LEAST_RING_BYTES || Integer.bitCount(ringBytes) != 1) {
            throw new IllegalArgumentException(
                    "The ring's size must be a power of two from 4096 on, for example 4194304, not " + ringBytes);
        }
        facts = Set.copyOf(facts);
        constants = Map.copyOf(constants);
    }

    /**
     * A ring of 4 MiB, all probes, and this process itself not reported: that needs the initial pid namespace
     * ({@code hostPID}).
     */
    public static ProbeSettings defaults() {
        return new ProbeSettings(
                DEFAULT_RING_BYTES,
                Set.of(),
                Map.of(),
                Math.toIntExact(ProcessHandle.current().pid()),
                Optional.empty(),
                Rung.LSM);
    }

    public ProbeSettings withRingBytes(int bytes) {
        return new ProbeSettings(bytes, facts, constants, ownProcess, pins, highest);
    }

    public ProbeSettings withFacts(Set<String> only) {
        return new ProbeSettings(ringBytes, only, constants, ownProcess, pins, highest);
    }

    public ProbeSettings withConstants(Map<String, Long> values) {
        return new ProbeSettings(ringBytes, facts, values, ownProcess, pins, highest);
    }

    /** 0 to have this process reported like any other. */
    public ProbeSettings withOwnProcess(int pid) {
        return new ProbeSettings(ringBytes, facts, constants, pid, pins, highest);
    }

    public ProbeSettings withPins(Path directory) {
        return new ProbeSettings(ringBytes, facts, constants, ownProcess, Optional.of(directory), highest);
    }

    /** For a node on which a higher rung gives trouble, and to compare rungs. */
    public ProbeSettings withHighest(Rung rung) {
        return new ProbeSettings(ringBytes, facts, constants, ownProcess, pins, rung);
    }
}
