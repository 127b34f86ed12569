package dev.vedette.sensor.outputs;

import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.metrics.Metrics.Counter;

/**
 * What became of all that outputs were given. Thread-safe.
 *
 * @param lost with the labels output and reason
 * @param delivered with the label output
 */
public record OutputCounters(Counter lost, Counter delivered) {
    /** Registers them; once for each {@code metrics}. */
    public static OutputCounters in(Metrics metrics) {
        return new OutputCounters(
                metrics.counter("vedette_output_lost_total", "What an output could not take.", "output", "reason"),
                metrics.counter("vedette_output_delivered_total", "What an output took.", "output"));
    }
}
