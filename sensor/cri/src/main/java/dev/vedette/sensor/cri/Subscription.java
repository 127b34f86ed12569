package dev.vedette.sensor.cri;

import java.util.ArrayList;
import java.util.List;

/** A wish to be told of events that can be taken back from any thread, once and for all. Thread-safe. */
public final class Subscription {
    /** What is to be done when the wish is taken back; {@link #close} forgets it. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    private final List<Runnable> endings = new ArrayList<>();
    private boolean cancelled;

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Ends every stream that was opened with it. */
    public void cancel() {
        List<Runnable> due;
        synchronized (this) {
            cancelled = true;
            due = List.copyOf(endings);
            endings.clear();
        }
        due.forEach(Runnable::run);
    }

    /** Runs {@code ending} once when this is cancelled, at once if it is already. */
    public Registration onCancel(Runnable ending) {
        boolean late;
        synchronized (this) {
            late = cancelled;
            if (!late) {
                endings.add(ending);
            }
        }
        if (late) {
            ending.run();
        }
        return () -> forget(ending);
    }

    private synchronized void forget(Runnable ending) {
        endings.remove(ending);
    }
}
