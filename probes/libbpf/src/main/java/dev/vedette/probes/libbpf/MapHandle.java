package dev.vedette.probes.libbpf;

import java.lang.foreign.MemorySegment;

/** How a map is known: as a part of an object that libbpf has open, or by its descriptor alone. */
sealed interface MapHandle {
    String name();

    int fd() throws BpfException;

    int type();

    int keySize();

    int valueSize();

    int maxEntries();

    /** libbpf's own structure, through which a map is changed before it is loaded. */
    MemorySegment pointer();

    /** Valid until the object is closed. */
    record OfObject(Libbpf libbpf, MemorySegment pointer) implements MapHandle {
        @Override
        public String name() {
            return Libbpf.text(libbpf.mapName.pointer(pointer).pointer());
        }

        @Override
        public int fd() throws BpfException {
            return libbpf.checked(libbpf.mapFd.integer(pointer), "Descriptor of map " + name());
        }

        @Override
        public int type() {
            return libbpf.mapType.integer(pointer);
        }

        @Override
        public int keySize() {
            return libbpf.keySize.integer(pointer);
        }

        @Override
        public int valueSize() {
            return libbpf.valueSize.integer(pointer);
        }

        @Override
        public int maxEntries() {
            return libbpf.maxEntries.integer(pointer);
        }
    }

    /** Valid until the descriptor is closed. */
    record Kept(String name, int fd, int type, int keySize, int valueSize, int maxEntries) implements MapHandle {
        @Override
        public MemorySegment pointer() {
            throw new IllegalStateException("Map " + name + " is loaded already");
        }
    }
}
