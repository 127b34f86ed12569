package dev.vedette.probes.record;

import static dev.vedette.probes.record.LibcCalls.call;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A thread with a mount namespace of its own, whose mounts reach nobody else; both are gone when it is closed. */
final class LibcThread implements AutoCloseable {
    private static final int CLONE_NEWNS = 0x20000;
    private static final int PRIVATE_BELOW = 1 << 18 | 1 << 14;

    private final ExecutorService executor =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().factory());

    private LibcThread() {}

    static LibcThread withOwnMounts() throws InterruptedException {
        LibcThread thread = new LibcThread();
        thread.run(() -> {
            call("unshare", CLONE_NEWNS);
            call("mount", "none", "/", "", PRIVATE_BELOW, 0);
        });
        return thread;
    }

    void run(Runnable what) throws InterruptedException {
        try {
            executor.submit(what).get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    @Override
    public void close() {
        executor.close();
    }
}
