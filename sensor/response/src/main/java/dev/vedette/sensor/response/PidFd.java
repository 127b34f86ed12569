package dev.vedette.sensor.response;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import jnr.ffi.LastError;
import jnr.ffi.Runtime;

/**
 * A descriptor that stands for one process and never for a later one with the same number (pidfd_open(2)).
 *
 * <p>Not thread-safe.
 */
final class PidFd implements AutoCloseable {
    /** The same numbers on all architectures: asm-generic/unistd.h, and syscall_64.tbl for x86-64. */
    private static final int SYS_PIDFD_SEND_SIGNAL = 424;

    private static final int SYS_PIDFD_OPEN = 434;
    private static final int SIGKILL = 9;
    /** The numbers of x86, ARM, RISC-V and s390 (asm-generic/signal.h). */
    private static final int SIGCONT = 18;

    private static final int SIGSTOP = 19;
    private static final int ESRCH = 3;
    private static final int EINTR = 4;
    private static final short POLLIN = 1;
    /** struct pollfd: int fd, short events, short revents. */
    private static final int POLLFD_BYTES = 8;

    private final CLibrary libc;
    private final int fd;

    private PidFd(CLibrary libc, int fd) {
        this.libc = libc;
        this.fd = fd;
    }

    /**
     * @throws NoSuchProcessException if there is none with this number
     */
    static PidFd open(CLibrary libc, int pid) throws IOException {
        long fd = libc.syscall(SYS_PIDFD_OPEN, pid, 0, 0, 0);
        if (fd < 0) {
            throw failure(libc, "pidfd_open");
        }
        return new PidFd(libc, (int) fd);
    }

    void kill() throws IOException {
        send(SIGKILL);
    }

    /** Has it stand still, so that it starts no other: a fork that sees the signal waiting begins anew after it. */
    void hold() throws IOException {
        send(SIGSTOP);
    }

    /** Lets it go on after {@link #hold}. */
    void letGo() throws IOException {
        send(SIGCONT);
    }

    private void send(int signal) throws IOException {
        if (libc.syscall(SYS_PIDFD_SEND_SIGNAL, fd, signal, 0, 0) < 0) {
            throw failure(libc, "pidfd_send_signal");
        }
    }

    /** Whether the process has ended within the bound; the kernel reports the end as readable. */
    boolean awaitEnd(Duration bound) throws IOException {
        byte[] poll = new byte[POLLFD_BYTES];
        ByteBuffer.wrap(poll).order(ByteOrder.nativeOrder()).putInt(fd).putShort(POLLIN);
        int ready = libc.poll(poll, 1, (int) bound.toMillis());
        if (ready < 0) {
            if (LastError.getLastError(Runtime.getRuntime(libc)) == EINTR) {
                return awaitEnd(bound); // a signal to this thread says nothing about the process
            }
            throw failure(libc, "poll");
        }
        return ready > 0;
    }

    private static IOException failure(CLibrary libc, String call) {
        int errno = LastError.getLastError(Runtime.getRuntime(libc));
        if (errno == ESRCH) {
            return new NoSuchProcessException();
        }
        return new IOException(call + " was refused by the kernel with error " + errno
                + (errno == 1 ? ": the sensor needs CAP_KILL." : "."));
    }

    /** There is no such process (any more). */
    static final class NoSuchProcessException extends IOException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public void close() {
        libc.close(fd);
    }
}
