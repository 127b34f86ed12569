package dev.vedette.probes.ring;

import dev.vedette.probes.libc.Libc;
import java.io.IOException;
import java.time.Duration;
import jnr.ffi.Pointer;

/**
 * Waits until the kernel wakes the ring's reader. Edge-triggered: a ring that merely has data does not end the wait, only
 * a record submitted with BPF_RB_FORCE_WAKEUP does, so that a steady flow is read in batches. One waiter at a time;
 * {@link #signal} may come from any thread.
 */
final class WakeUp implements AutoCloseable {
    private final Libc libc;
    private final int epollFd;
    private final int eventFd;
    private final Pointer event;

    private WakeUp(Libc libc, int epollFd, int eventFd) {
        this.libc = libc;
        this.epollFd = epollFd;
        this.eventFd = eventFd;
        this.event = libc.epollEvent();
    }

    static WakeUp on(Libc libc, int ringFd) throws IOException {
        int epollFd = libc.epoll();
        int eventFd = -1;
        try {
            eventFd = libc.eventFd();
            libc.epollAddEdge(epollFd, eventFd);
            libc.epollAddEdge(epollFd, ringFd);
            return new WakeUp(libc, epollFd, eventFd);
        } catch (IOException e) {
            libc.close(epollFd);
            if (eventFd >= 0) {
                libc.close(eventFd);
            }
            throw e;
        }
    }

    /** Rounds up to whole milliseconds, the kernel's unit here. */
    boolean await(Duration timeout) throws IOException {
        long millis = timeout.plusNanos(999_999).toMillis();
        return libc.epollWait(epollFd, event, Math.clamp(millis, 0, Integer.MAX_VALUE));
    }

    void signal() {
        libc.signal(eventFd);
    }

    @Override
    public void close() {
        libc.close(epollFd);
        libc.close(eventFd);
    }
}
