package dev.vedette.sensor.agent;

import dev.vedette.probes.FactStatus;
import dev.vedette.probes.KernelMemory;
import dev.vedette.probes.KernelProbes;
import dev.vedette.sensor.metrics.Metrics;

/** How each fact of the kernel is told, and what the probes take of the kernel's memory, as figures. */
final class ProbeFigures {
    private final KernelProbes probes;

    ProbeFigures(KernelProbes probes) {
        this.probes = probes;
    }

    void addTo(Metrics metrics) {
        Metrics.Gauge rungs = metrics.gauge(
                "vedette_probe_rung", "The kind of hook by which a fact is told (1), or none.", "fact", "rung");
        for (FactStatus fact : probes.facts()) {
            if (fact.wanted()) {
                rungs.set(1, fact.fact(), fact.rung().map(rung -> rung.label()).orElse("none"));
            }
        }
        KernelMemory memory = probes.memory();
        Metrics.Gauge bytes =
                metrics.gauge("vedette_kernel_memory_bytes", "What the probes take of the kernel's memory.", "kind");
        bytes.set((double) memory.mapBytes(), "maps");
        bytes.set((double) memory.programBytes(), "programs");
    }
}
