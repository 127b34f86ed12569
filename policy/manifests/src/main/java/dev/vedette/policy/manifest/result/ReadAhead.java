package dev.vedette.policy.manifest.result;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * Reads on a thread of its own while the caller's judges what was read before.
 *
 * <p>Guarantees: what is left to do of each part is done by the caller's thread, in the order in which it was read; reading
 * is never further ahead than {@value #MOST_AHEAD} parts, since each may be large; what the reader throws is thrown by
 * {@link #run} once everything read before it is done.
 */
public final class ReadAhead {
    private static final int MOST_AHEAD = 4;

    /** What is left to do of each part; empty at the end. */
    private final BlockingQueue<Optional<Runnable>> left = new ArrayBlockingQueue<>(MOST_AHEAD);

    /** Nobody wants any more of what is read. */
    private static final class Abandoned extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Abandoned(InterruptedException cause) {
            super(cause);
        }
    }

    private ReadAhead() {}

    /**
     * Returns when all is read and done.
     *
     * @param reader hands over what is left to do of each part. If something of that fails, {@code run} throws it, and the
     *     reader is stopped the next time that it hands something over
     */
    public static void run(Consumer<Consumer<Runnable>> reader) {
        ReadAhead ahead = new ReadAhead();
        Thread thread = Thread.ofPlatform().daemon().name("reader").start(() -> ahead.read(reader));
        try {
            ahead.work();
        } finally {
            thread.interrupt();
        }
    }

    private void read(Consumer<Consumer<Runnable>> reader) {
        try {
            reader.accept(rest -> put(Optional.of(rest)));
            put(Optional.empty());
        } catch (Abandoned _) {
            // Whoever called run knows why, and is told by what was thrown there.
        } catch (RuntimeException | Error e) {
            put(Optional.of(() -> {
                throw e;
            }));
        }
    }

    private void put(Optional<Runnable> rest) {
        try {
            left.put(rest);
        } catch (InterruptedException e) {
            throw new Abandoned(e);
        }
    }

    private void work() {
        try {
            for (Optional<Runnable> rest = left.take(); rest.isPresent(); rest = left.take()) {
                rest.get().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for what is read", e);
        }
    }
}
