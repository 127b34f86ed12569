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
    private static final short POLLIN = 1;
    /** struct pollfd: int fd, short events, short revents. */
    private static final int POLLFD_BYTES = 8;

    private static final PidFdLibrary LIBC =
            LibraryLoader.create(PidFdLibrary.class).load("c");

    private final int fd;

    private PidFd(int fd) {
        this.fd = fd;
    }

    /**
     * @throws NoSuchProcessException if there is none with this number
     */
    static PidFd open(int pid) throws IOException {
        long fd = LIBC.syscall(SYS_PIDFD_OPEN, pid, 0, 0, 0);
        if (fd < 0) {
            throw failure("pidfd_open");
        }
        return new PidFd((int) fd);
    }

    void kill() throws IOException {
        if (LIBC.syscall(SYS_PIDFD_SEND_SIGNAL, fd, SIGKILL, 0, 0) < 0) {
            throw failure("pidfd_send_signal");
        }
    }

    /** Whether the process has ended within the bound; the kernel reports the end as readable. */
    boolean awaitEnd(Duration bound) throws IOException {
        byte[] poll = new byte[POLLFD_BYTES];
        ByteBuffer.wrap(poll).order(ByteOrder.nativeOrder()).putInt(fd).putShort(POLLIN);
        int ready = LIBC.poll(poll, 1, (int) bound.toMillis());
        if (ready < 0) {
            throw failure("poll");
        }
        return ready > 0;
    }

    private static IOException failure(String call) {
        int errno = LastError.getLastError(Runtime.getRuntime(LIBC));
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
        LIBC.close(fd);
    }
}
