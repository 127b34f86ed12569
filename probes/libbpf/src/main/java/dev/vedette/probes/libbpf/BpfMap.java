package dev.vedette.probes.libbpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * One map of an object, valid until the object is closed. Reading and writing entries is thread-safe, as the kernel's
 * maps are; keys and values are in native byte order. Not for per-CPU maps, whose values have another size.
 */
@SuppressWarnings("restricted") // calling native code is what this is for
public final class BpfMap {
    private static final int MOST_PER_CALL = 4096;

    private final Libbpf libbpf;
    private final MapHandle map;

    BpfMap(Libbpf libbpf, MemorySegment map) {
        this(libbpf, new MapHandle.OfObject(libbpf, map));
    }

    private BpfMap(Libbpf libbpf, MapHandle map) {
        this.libbpf = libbpf;
        this.map = map;
    }

    /** This map without its object, by this descriptor of its own. */
    BpfMap kept(int descriptor) {
        return new BpfMap(libbpf, new MapHandle.Kept(name(), descriptor, type(), keySize(), valueSize(), maxEntries()));
    }

    /** Gets one entry; both segments are reused for the next one, so copy what you keep. */
    @FunctionalInterface
    public interface Visitor {
        void onEntry(MemorySegment key, MemorySegment value);
    }

    public String name() {
        return map.name();
    }

    public int fd() throws BpfException {
        return map.fd();
    }

    /** {@code enum bpf_map_type}. */
    public int type() {
        return map.type();
    }

    public int keySize() {
        return map.keySize();
    }

    public int valueSize() {
        return map.valueSize();
    }

    public int maxEntries() {
        return map.maxEntries();
    }

    /** Call before the object is loaded. For a ring this is its size in bytes. */
    public void setMaxEntries(int entries) throws BpfException {
        libbpf.checked(libbpf.setMaxEntries.integer(map.pointer(), entries), "Size of map " + name());
    }

    /** Whether it is one of libbpf's own, for a data section. */
    public boolean isSection() {
        return name().indexOf('.') >= 0;
    }

    /**
     * Stands for a map that exists already, with that one's sizes; call before the object is loaded. Its entries can be
     * read and written from then on.
     *
     * @param existing its descriptor; stays the caller's
     */
    public void reuse(int existing) throws BpfException {
        libbpf.checked(libbpf.reuse.integer(map.pointer(), existing), "Taking over map " + name());
    }

    /** The value of an entry; empty if there is none. */
    public Optional<byte[]> get(byte[] key) throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(valueSize(), Long.BYTES);
            int result = libbpf.lookup.integer(fd(), arena.allocateFrom(ValueLayout.JAVA_BYTE, key), value);
            if (result == -BpfException.ENOENT) {
                return Optional.empty();
            }
            libbpf.checked(result, "Reading map " + name());
            return Optional.of(value.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    /** The only entry of an array of one number. */
    public static int onlyNumber(Libbpf libbpf, int fd) throws BpfException {
        DescriptorInfo info = DescriptorInfo.of(fd);
        if (info.keySize() != Integer.BYTES || info.valueSize() != Integer.BYTES) {
            throw BpfException.of("Reading a pinned map", BpfException.EINVAL, "it does not hold one number");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
            int result = libbpf.lookup.integer(fd, arena.allocate(ValueLayout.JAVA_INT), value);
            libbpf.checked(result, "Reading a pinned map");
            return value.get(ValueLayout.JAVA_INT, 0);
        }
    }

    /** The memory a data section is filled from at load, or empty if this map is no data section. */
    Optional<MemorySegment> initialValue() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(ValueLayout.JAVA_LONG);
            var value = libbpf.initialValue.pointer(map.pointer(), size);
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
     * Visits every entry once while nobody adds or removes entries; if the kernel does meanwhile, some may be missed or
     * seen twice. Reads many entries with one system call (Linux 5.6), so that a large map may be read every second.
     */
    public void forEach(Visitor visitor) throws BpfException {
        visit(libbpf, fd(), new Sizes(keySize(), valueSize(), maxEntries()), visitor, name());
    }

    /** As {@link #forEach}, of a map that no object has open. */
    public static void visit(Libbpf libbpf, int fd, DescriptorInfo map, Visitor visitor) throws BpfException {
        Sizes sizes =
                new Sizes(Math.toIntExact(map.keySize()), Math.toIntExact(map.valueSize()), (int) map.maxEntries());
        visit(libbpf, fd, sizes, visitor, "that is pinned");
    }

    private record Sizes(int key, int value, int entries) {}

    private static void visit(Libbpf libbpf, int fd, Sizes sizes, Visitor visitor, String name) throws BpfException {
        int keySize = sizes.key();
        int valueSize = sizes.value();
        int room = Math.clamp(sizes.entries(), 1, MOST_PER_CALL);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment keys = arena.allocate((long) keySize * room, Long.BYTES);
            MemorySegment values = arena.allocate((long) valueSize * room, Long.BYTES);
            MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
            // Where the next call goes on: the kernel's own affair, as large as a key or a u32.
            MemorySegment place = arena.allocate(Math.max(keySize, Integer.BYTES), Long.BYTES);
            MemorySegment from = MemorySegment.NULL;
            int result;
            do {
                count.set(ValueLayout.JAVA_INT, 0, room);
                result = libbpf.lookupBatch.integer(fd, from, place, keys, values, count, MemorySegment.NULL);
                if (result != -BpfException.ENOENT) {
                    libbpf.checked(result, "Reading map " + name);
                }
                for (int i = 0; i < count.get(ValueLayout.JAVA_INT, 0); i++) {
                    visitor.onEntry(
                            keys.asSlice((long) i * keySize, keySize), values.asSlice((long) i * valueSize, valueSize));
                }
                from = place;
            } while (result == 0);
        }
    }
}
