package dev.vedette.sensor.response;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
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
    private static final int ESRCH = 3;
    private static final int EINTR = 4;
    private static final short POLLIN = 1;
    /** struct pollfd: int fd, short events, short revents. */
    private static final int POLLFD_BYTES = 8;

    private final PidFdLibrary libc;
    private final int fd;

    private PidFd(PidFdLibrary libc, int fd) {
        this.libc = libc;
        this.fd = fd;
    }

    /** The C library, which takes a moment to load: have it before it is needed. */
    static PidFdLibrary loadLibrary() {
        return LibraryLoader.create(PidFdLibrary.class).load("c");
    }

    /**
     * @throws NoSuchProcessException if there is none with this number
     */
    static PidFd open(PidFdLibrary libc, int pid) throws IOException {
        long fd = libc.syscall(SYS_PIDFD_OPEN, pid, 0, 0, 0);
        if (fd < 0) {
            throw failure(libc, "pidfd_open");
        }
        return new PidFd(libc, (int) fd);
    }

    void kill() throws IOException {
        if (libc.syscall(SYS_PIDFD_SEND_SIGNAL, fd, SIGKILL, 0, 0) < 0) {
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

    private static IOException failure(PidFdLibrary libc, String call) {
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
