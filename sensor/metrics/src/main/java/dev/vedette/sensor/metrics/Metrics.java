package dev.vedette.sensor.metrics;

import dev.vedette.policy.model.PrintableText;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.function.DoubleSupplier;

/**
 * The sensor's figures: the one place that knows which metrics library is used.
 *
 * <p>Thread-safe. Names follow the Prometheus conventions and begin with {@code vedette_}; a name may be registered
 * once only.
 */
public final class Metrics {
    private static final int MOST_OF_LABEL = 256;

    private final CollectorRegistry registry = new CollectorRegistry();

    /** A figure that only grows. */
    public interface Counter {
        void add(double amount, String... labelValues);

        default void increment(String... labelValues) {
            add(1, labelValues);
        }

        double value(String... labelValues);

        /** Ends the series with these labels; counting with them again begins at zero. */
        void remove(String... labelValues);

        /** The one with these labels, for who counts often: finding it costs more than counting. */
        Tally with(String... labelValues);
    }

    /** A counter's figure for certain labels. */
    public interface Tally {
        void increment();
    }

    /** A figure that is set. */
    public interface Gauge {
        void set(double value, String... labelValues);
    }

    /** How observed values are spread. */
    public interface Histogram {
        void observe(double value, String... labelValues);
    }

    public Counter counter(String name, String help, String... labelNames) {
        var counter = io.prometheus.client.Counter.build(name, help)
                .labelNames(labelNames)
                .register(registry);
        return new Counter() {
            @Override
            public void add(double amount, String... labelValues) {
                if (labelValues.length == 0) {
                    counter.inc(amount);
                } else {
                    counter.labels(shown(labelValues)).inc(amount);
                }
            }

            @Override
            public double value(String... labelValues) {
                return counter.labels(shown(labelValues)).get();
            }

            @Override
            public void remove(String... labelValues) {
                counter.remove(shown(labelValues));
            }

            @Override
            public Tally with(String... labelValues) {
                return counter.labels(shown(labelValues))::inc;
            }
        };
    }

    public Gauge gauge(String name, String help, String... labelNames) {
        var gauge = io.prometheus.client.Gauge.build(name, help)
                .labelNames(labelNames)
                .register(registry);
        // The library keeps what has no labels at hand, and looks for all others each time.
        return (value, labelValues) -> {
            if (labelValues.length == 0) {
                gauge.set(value);
            } else {
                gauge.labels(shown(labelValues)).set(value);
            }
        };
    }

    /** A gauge without labels that is read when it is asked for. */
    public void gauge(String name, String help, DoubleSupplier reading) {
        new io.prometheus.client.Collector() {
            @Override
            public java.util.List<MetricFamilySamples> collect() {
                return java.util.List.of(new io.prometheus.client.GaugeMetricFamily(name, help, reading.getAsDouble()));
            }
        }.register(registry);
    }

    public Histogram histogram(String name, String help, double[] bounds, String... labelNames) {
        var histogram = io.prometheus.client.Histogram.build(name, help)
                .labelNames(labelNames)
                .buckets(bounds)
                .register(registry);
        return (value, labelValues) -> histogram.labels(shown(labelValues)).observe(value);
    }

    /** What a label says reaches people's screens, and each value is a series of its own for as long as we run. */
    private static String[] shown(String... labelValues) {
        String[] shown = new String[labelValues.length];
        for (int i = 0; i < shown.length; i++) {
            shown[i] = PrintableText.of(labelValues[i], MOST_OF_LABEL);
        }
        return shown;
    }

    /** Everything in the Prometheus text format, version 0.0.4. */
    public String scrape() {
        StringWriter text = new StringWriter();
        try {
            TextFormat.write004(text, registry.metricFamilySamples());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
