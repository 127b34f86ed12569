package dev.vedette.probes.libc;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.types.off_t;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/**
 * The C functions themselves, as section 2 and 3 of the manual have them. Made by jnr-ffi, which implements this
 * interface, hence public; use {@link Libc}.
 */
public interface CLibrary {
    /** With pointers and not addresses: jffi's path for calls of six plain numbers mixes the last ones up. */
    Pointer mmap(Pointer address, @size_t long length, int protection, int flags, int fd, @off_t long offset);

    int munmap(Pointer address, @size_t long length);

    int epoll_create1(int flags);

    int epoll_ctl(int epollFd, int operation, int fd, @In byte[] event);

    int epoll_wait(int epollFd, Pointer events, int maxEvents, int timeoutMillis);

    int eventfd(int initial, int flags);

    @ssize_t
    long write(int fd, @In byte[] bytes, @size_t long length);

    int open(String path, int flags);

    int close(int fd);

    int flock(int fd, int operation);

    int mount(String source, String target, String type, @size_t long flags, String data);

    int clock_gettime(int clock, Pointer time);

    long sysconf(int name);

    String strerror(int errno);
}
