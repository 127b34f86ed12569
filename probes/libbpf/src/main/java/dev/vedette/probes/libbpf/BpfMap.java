package dev.vedette.probes.libbpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * One map of an object; valid until the object is closed. Reading and writing entries is thread-safe, as the kernel's
 * maps are; keys and values are in native byte order. Not for per-CPU maps, whose values have another size.
 */
@SuppressWarnings("restricted") // calling native code is what this is for
public final class BpfMap {
    private final Libbpf libbpf;
    private final MemorySegment map;

    BpfMap(Libbpf libbpf, MemorySegment map) {
        this.libbpf = libbpf;
        this.map = map;
    }

    /** Gets one entry; both segments are reused for the next one, so copy what you keep. */
    @FunctionalInterface
    public interface Visitor {
        void onEntry(MemorySegment key, MemorySegment value);
    }

    public String name() {
        return Libbpf.text(libbpf.mapName.pointer(map).pointer());
    }

    public int fd() throws BpfException {
        return libbpf.checked(libbpf.mapFd.integer(map), "Descriptor of map " + name());
    }

    /** {@code enum bpf_map_type}. */
    public int type() {
        return libbpf.mapType.integer(map);
    }

    public int keySize() {
        return libbpf.keySize.integer(map);
    }

    public int valueSize() {
        return libbpf.valueSize.integer(map);
    }

    public int maxEntries() {
        return libbpf.maxEntries.integer(map);
    }

    /** Call before the object is loaded. For a ring this is its size in bytes. */
    public void setMaxEntries(int entries) throws BpfException {
        libbpf.checked(libbpf.setMaxEntries.integer(map, entries), "Size of map " + name());
    }

    /** The memory a data section is filled from at load, or empty if this map is no data section. */
    Optional<MemorySegment> initialValue() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(ValueLayout.JAVA_LONG);
            var value = libbpf.initialValue.pointer(map, size);
            return value.isNull()
                    ? Optional.empty()
                    : Optional.of(value.pointer().reinterpret(size.get(ValueLayout.JAVA_LONG, 0)));
        }
    }

    public void put(byte[] key, byte[] value) throws BpfException {
        if (key.length != keySize() || value.length != valueSize()) {
            throw new IllegalArgumentException("Map " + name() + " has keys of " + keySize() + " and values of "
                    + valueSize() + " bytes, not " + key.length + " and " + value.length);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment nativeKey = arena.allocateFrom(ValueLayout.JAVA_BYTE, key);
            MemorySegment nativeValue = arena.allocateFrom(ValueLayout.JAVA_BYTE, value);
            libbpf.checked(libbpf.update.integer(fd(), nativeKey, nativeValue, 0L), "Writing map " + name());
        }
    }

    /** Removes an entry; an absent one is no error. */
    public void remove(byte[] key) throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            int result = libbpf.delete.integer(fd(), arena.allocateFrom(ValueLayout.JAVA_BYTE, key));
            if (result != -BpfException.ENOENT) {
                libbpf.checked(result, "Removing from map " + name());
            }
        }
    }

    /**
     * Visits every entry once while nobody removes entries. If the kernel does, some may be missed and some seen again,
     * but never more than the map can hold.
     */
    public void forEach(Visitor visitor) throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key = arena.allocate(keySize(), Long.BYTES);
            MemorySegment next = arena.allocate(keySize(), Long.BYTES);
            MemorySegment value = arena.allocate(valueSize(), Long.BYTES);
            int fd = fd();
            int most = maxEntries();
            int found = libbpf.nextKey.integer(fd, MemorySegment.NULL, next);
            for (int seen = 0; found == 0 && seen < most; seen++) {
                key.copyFrom(next);
                if (libbpf.lookup.integer(fd, key, value) == 0) {
                    visitor.onEntry(key, value);
                }
                found = libbpf.nextKey.integer(fd, key, next);
            }
            if (found != -BpfException.ENOENT) {
                libbpf.checked(found, "Reading map " + name());
            }
        }
    }
}
