package dev.vedette.sensor.pipeline;

import dev.vedette.policy.model.Fact;
import java.util.function.Consumer;

/** Looks at something from time to time on the pipeline's thread, and says what it saw as facts. */
public interface Watch {
    String name();

    /**
     * @param nowNanos {@link System#nanoTime()}; a watch keeps its own interval and returns at once between
     */
    void look(long nowNanos, Consumer<Fact> out);
}
