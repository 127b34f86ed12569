package dev.vedette.probes;

import java.util.Map;
import java.util.Set;

/**
 * How the probes are loaded.
 *
 * @param ringBytes the ring's size: a power of two and a multiple of the page size. It counts twice in the process's
 *     resident memory, because it is mapped twice
 * @param concerns attach only probes of these concerns; empty for all
 * @param constants settings of the programs by the name of their {@code const volatile} variable; a name that the
 *     programs do not have is an error
 */
public record ProbeSettings(int ringBytes, Set<String> concerns, Map<String, Long> constants) {
    private static final int DEFAULT_RING_BYTES = 4 << 20;
    private static final int LEAST_RING_BYTES = 4096;

    public ProbeSettings {
        if (ringBytes < LEAST_RING_BYTES || Integer.bitCount(ringBytes) != 1) {
            throw new IllegalArgumentException(
                    "The ring's size must be a power of two from 4096 on, for example 4194304, not " + ringBytes);
        }
        concerns = Set.copyOf(concerns);
        constants = Map.copyOf(constants);
    }

    /**
     * A ring of 4 MiB, all probes, and this process itself not reported: that needs the initial pid namespace
     * ({@code hostPID}), since the programs know processes by their number there.
     */
    public static ProbeSettings defaults() {
        return new ProbeSettings(
                DEFAULT_RING_BYTES,
                Set.of(),
                Map.of("own_tgid", ProcessHandle.current().pid()));
    }

    public ProbeSettings withRingBytes(int bytes) {
        return new ProbeSettings(bytes, concerns, constants);
    }

    public ProbeSettings withConcerns(Set<String> only) {
        return new ProbeSettings(ringBytes, only, constants);
    }

    public ProbeSettings withConstants(Map<String, Long> values) {
        return new ProbeSettings(ringBytes, concerns, values);
    }
}
