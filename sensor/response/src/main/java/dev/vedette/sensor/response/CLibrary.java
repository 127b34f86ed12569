package dev.vedette.sensor.response;

import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;

/** The C library's functions that responses need; public because jnr-ffi implements it. */
public interface CLibrary {
    /** The C library, which takes a moment to load: have it before it is needed. */
    static CLibrary load() {
        return LibraryLoader.create(CLibrary.class).load("c");
    }

    /** syscall(2); the calls made here take four numbers at most. */
    long syscall(long number, long first, long second, long third, long fourth);

    /** poll(2). */
    int poll(@In @Out byte[] descriptors, long count, int timeoutMillis);

    /** open(2) of what is there already. */
    int open(String path, int flags);

    int close(int fd);
}
