package dev.vedette.sensor.images;

import dev.vedette.policy.model.Fact;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * Facts on their way from those who gather them, who can wait, to the one who judges, who can't. Thread-safe; bounded,
 * and nothing is lost: whoever brings more waits.
 */
public final class FactQueue {
    private static final int CAPACITY = 1_024;
    private static final int AT_ONCE = 64;

    private final BlockingQueue<Fact> facts = new ArrayBlockingQueue<>(CAPACITY);

    /** Waits until there is room. */
    public void put(Fact fact) throws InterruptedException {
        facts.put(fact);
    }

    /** Hands over some of what is there; returns at once. */
    public void drainTo(Consumer<Fact> out) {
        for (int i = 0; i < AT_ONCE; i++) {
            Fact fact = facts.poll();
            if (fact == null) {
                return;
            }
            out.accept(fact);
        }
    }
}
