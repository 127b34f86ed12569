package dev.vedette.probes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.URL;
import java.net.URLConnection;

/**
 * The compiled programs. Their bytes, some megabytes, are needed only while programs are loaded: they lie outside the
 * Java heap, are read when somebody asks and given back by {@link #letGo}. Not thread-safe.
 */
final class ProbeObject {
    private static final String RESOURCE = "/dev/vedette/probes/vedette.bpf.o";
    private static final int CHUNK = 1 << 16;

    /** Reads all bytes into memory of this arena. */
    private interface Source {
        MemorySegment read(Arena arena);
    }

    private final Source source;
    private Arena arena;
    private MemorySegment bytes;

    private ProbeObject(Source source) {
        this.source = source;
    }

    /** The programs that the sensor comes with. */
    static ProbeObject builtIn() {
        return new ProbeObject(ProbeObject::readResource);
    }

    static ProbeObject of(byte[] elf) {
        return new ProbeObject(arena -> {
            MemorySegment bytes = arena.allocate(elf.length, Long.BYTES);
            MemorySegment.copy(elf, 0, bytes, ValueLayout.JAVA_BYTE, 0, elf.length);
            return bytes;
        });
    }

    /** Valid until {@link #letGo}. */
    MemorySegment bytes() {
        if (bytes == null) {
            arena = Arena.ofShared();
            bytes = source.read(arena);
        }
        return bytes;
    }

    /** Frees the bytes until they are asked for again. */
    void letGo() {
        if (bytes != null) {
            bytes = null;
            arena.close();
        }
    }

    private static MemorySegment readResource(Arena arena) {
        URL resource = ProbeObject.class.getResource(RESOURCE);
        if (resource == null) {
            throw new IllegalStateException(RESOURCE + " is not on the class path: build probes/bpf");
        }
        try {
            URLConnection connection = resource.openConnection();
            MemorySegment bytes = arena.allocate(connection.getContentLengthLong(), Long.BYTES);
            try (InputStream in = connection.getInputStream()) {
                fill(bytes, in);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fill(MemorySegment bytes, InputStream in) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long at = 0;
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            MemorySegment.copy(chunk, 0, bytes, ValueLayout.JAVA_BYTE, at, read);
            at += read;
        }
        if (at != bytes.byteSize()) {
            throw new IOException(RESOURCE + " has " + at + " bytes and not " + bytes.byteSize());
        }
    }
}
