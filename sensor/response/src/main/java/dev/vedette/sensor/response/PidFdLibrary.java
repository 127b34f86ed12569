package dev.vedette.sensor.response;

import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;

/** The C library's functions that {@link PidFd} needs; public because jnr-ffi implements it. */
public interface PidFdLibrary {
    /** syscall(2); the calls made here take four numbers at most. */
    long syscall(long number, long first, long second, long third, long fourth);

    /** poll(2). */
    int poll(@In @Out byte[] descriptors, long count, int timeoutMillis);

    int close(int fd);
}
