package dev.vedette.sensor.posture.kernel;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.types.off_t;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/** The calls of libc that Java lacks; names and arguments are libc's. */
public interface CLibrary {
    static CLibrary load() {
        return LibraryLoader.create(CLibrary.class).load("c");
    }

    int open(String path, int flags);

    @ssize_t
    long pread(int fd, Pointer buffer, @size_t long count, @off_t long offset);

    int close(int fd);

    int posix_fadvise(int fd, @off_t long offset, @off_t long length, int advice);

    int statvfs(String path, Pointer buffer);

    int statx(int directory, String path, int flags, int mask, Pointer buffer);

    int adjtimex(Pointer buffer);

    String strerror(int error);
}
