package dev.vedette.sensor.agent;

import dev.vedette.sensor.metrics.Metrics;

/** How often changed policies were put in force and refused, wherever they came from. Thread-safe. */
record PolicyFigures(Metrics.Counter refused, Metrics.Counter replaced) {
    /** Registers the figures; once only. */
    static PolicyFigures in(Metrics metrics) {
        PolicyFigures figures = new PolicyFigures(
                metrics.counter(
                        "vedette_policies_refused_total",
                        "Changed policy documents that were refused; older ones stay in force."),
                metrics.counter("vedette_policies_replaced_total", "Changed policy documents that were put in force."));
        // Present at zero from the start: a rate over a series that only begins with a failure would miss it.
        figures.refused.add(0);
        figures.replaced.add(0);
        return figures;
    }
}
