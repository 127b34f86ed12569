package dev.vedette.probes.libc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** The C library with errors as exceptions. Constants are those of Linux (asm-generic). Thread-safe. */
public final class Libc {
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int MAP_SHARED = 1;
    private static final int SC_PAGESIZE = 30;
    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLLIN = 1;
    private static final int EPOLLET = 1 << 31;
    /** struct epoll_event is packed on x86-64 (12 bytes) and padded elsewhere (16 bytes). */
    private static final int EPOLL_EVENT_BYTES = System.getProperty("os.arch").equals("amd64") ? 12 : 16;

    /** O_RDONLY | O_DIRECTORY | O_CLOEXEC; O_DIRECTORY differs on arm64. */
    private static final int O_DIRECTORY_CLOEXEC =
            0x80000 | (System.getProperty("os.arch").equals("aarch64") ? 0x4000 : 0x10000);

    /** O_PATH | O_NOFOLLOW | O_CLOEXEC; O_NOFOLLOW differs on arm64. */
    private static final int O_PATH_NOFOLLOW_CLOEXEC =
            0x200000 | 0x80000 | (System.getProperty("os.arch").equals("aarch64") ? 0x8000 : 0x20000);

    private static final int EFD_CLOEXEC = 0x80000;
    private static final int EFD_NONBLOCK = 0x800;
    private static final int MS_NOSUID_NODEV_NOEXEC = 2 | 4 | 8;
    private static final int CLOCK_BOOTTIME = 7;
    private static final int EINTR = 4;
    private static final int EWOULDBLOCK = 11;
    private static final int LOCK_EX_NB = 2 | 4;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final CLibrary library;
    private final Runtime runtime;

    public Libc() {
        library = LibraryLoader.create(CLibrary.class).load("c");
        runtime = Runtime.getRuntime(library);
    }

    public long pageSize() {
        return library.sysconf(SC_PAGESIZE);
    }

    /** Maps part of what the descriptor stands for, shared, and answers the address. */
    public long map(int fd, long offset, long length, boolean writable) throws IOException {
        int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
        Pointer memory = library.mmap(null, length, protection, MAP_SHARED, fd, offset);
        if (memory == null || memory.address() == -1) {
            throw failure("mmap");
        }
        return memory.address();
    }

    public void unmap(long address, long length) {
        library.munmap(Pointer.wrap(runtime, address), length);
    }

    public int epoll() throws IOException {
        return checked(library.epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
    }

    /** Reports the descriptor once per wake-up, not for as long as it can be read. */
    public void epollAddEdge(int epollFd, int fd) throws IOException {
        byte[] event = new byte[EPOLL_EVENT_BYTES];
        ByteBuffer.wrap(event).order(ByteOrder.nativeOrder()).putInt(EPOLLIN | EPOLLET);
        checked(library.epoll_ctl(epollFd, EPOLL_CTL_ADD, fd, event), "epoll_ctl");
    }

    /** Room for one event, to be reused by {@link #epollWait}. */
    public Pointer epollEvent() {
        return Memory.allocateDirect(runtime, EPOLL_EVENT_BYTES);
    }

    /** Waits for one event; an interrupted wait counts as a wake-up. */
    public boolean epollWait(int epollFd, Pointer event, int timeoutMillis) throws IOException {
        int ready = library.epoll_wait(epollFd, event, 1, timeoutMillis);
        if (ready < 0 && LastError.getLastError(runtime) == EINTR) {
            return true;
        }
        return checked(ready, "epoll_wait") > 0;
    }

    public int eventFd() throws IOException {
        return checked(library.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd");
    }

    /** Wakes whoever waits for the event descriptor. */
    public void signal(int eventFd) {
        byte[] one = new byte[Long.BYTES];
        ByteBuffer.wrap(one).order(ByteOrder.nativeOrder()).putLong(1);
        library.write(eventFd, one, one.length);
    }

    /** Opens a directory for reading; the descriptor is the caller's. */
    public int openDirectory(String path) throws IOException {
        return checked(library.open(path, O_DIRECTORY_CLOEXEC), "Opening " + path);
    }

    /**
     * Takes hold of whatever is at the path, without opening it and without following a link at its end: no pipe or
     * device can make the caller wait. What {@code /proc/self/fd} then shows is that same thing.
     */
    public int openPath(String path) throws IOException {
        return checked(library.open(path, O_PATH_NOFOLLOW_CLOEXEC), "Opening " + path);
    }

    /**
     * Locks what the descriptor leads to for whoever holds the descriptor, until it is closed or its process ends.
     *
     * @return false if somebody else has it locked
     */
    public boolean lock(int fd) throws IOException {
        int result = library.flock(fd, LOCK_EX_NB);
        if (result < 0 && LastError.getLastError(runtime) == EWOULDBLOCK) {
            return false;
        }
        checked(result, "flock");
        return true;
    }

    public void close(int fd) {
        library.close(fd);
    }

    public void mount(String type, String target) throws IOException {
        checked(library.mount(type, target, type, MS_NOSUID_NODEV_NOEXEC, null), "Mounting " + type + " at " + target);
    }

    /** CLOCK_BOOTTIME in nanoseconds: since boot, suspended time included. */
    public long bootNanos() {
        Pointer time = Memory.allocateDirect(runtime, 2 * Long.BYTES);
        if (library.clock_gettime(CLOCK_BOOTTIME, time) != 0) {
            throw new IllegalStateException("This kernel has no CLOCK_BOOTTIME: Linux 2.6.39 or newer is needed");
        }
        return time.getLong(0) * NANOS_PER_SECOND + time.getLong(Long.BYTES);
    }

    private int checked(int result, String what) throws IOException {
        if (result < 0) {
            throw failure(what);
        }
        return result;
    }

    private IOException failure(String what) {
        return new IOException(what + ": " + library.strerror(LastError.getLastError(runtime)));
    }
}
