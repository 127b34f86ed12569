package dev.vedette.sensor.identity.runtime;

import dev.vedette.sensor.metrics.Metrics;

/** The figures of all watched runtimes together; to be made once a process. Thread-safe. */
public final class RuntimeMetrics {
    private final Metrics.Counter resyncs;
    private final Metrics.Counter failures;
    private final Metrics.Counter events;

    public RuntimeMetrics(Metrics metrics) {
        resyncs = metrics.counter(
                "vedette_runtime_resyncs_total",
                "Times that a runtime's containers were listed and reconciled",
                "runtime");
        failures = metrics.counter(
                "vedette_runtime_failures_total",
                "Calls to a runtime that failed, or streams that broke",
                "runtime",
                "reason");
        events = metrics.counter("vedette_runtime_events_total", "Events that a runtime has sent", "runtime");
    }

    void resynced(String runtime) {
        resyncs.increment(runtime);
    }

    void failed(String runtime, String reason) {
        failures.increment(runtime, reason);
    }

    void event(String runtime) {
        events.increment(runtime);
    }
}
