package dev.vedette.probes.libbpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An ELF object with programs and maps: open, then set sizes and constants, then {@link #load}. Owns its native memory
 * and the kernel's descriptors until it is closed. Not thread-safe.
 */
public final class BpfObject implements AutoCloseable {
    private final Libbpf libbpf;
    private MemorySegment object;

    private BpfObject(Libbpf libbpf, MemorySegment object) {
        this.libbpf = libbpf;
        this.object = object;
    }

    /** Reads the object; nothing goes to the kernel yet. The bytes are not needed afterwards. */
    public static BpfObject open(Libbpf libbpf, byte[] elf) throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(elf.length, Long.BYTES);
            MemorySegment.copy(elf, 0, bytes, ValueLayout.JAVA_BYTE, 0, elf.length);
            return open(libbpf, bytes);
        }
    }

    /** As {@link #open(Libbpf, byte[])}, from native memory that is aligned to eight bytes. */
    public static BpfObject open(Libbpf libbpf, MemorySegment elf) throws BpfException {
        var opened = libbpf.openMemory.pointer(elf, elf.byteSize(), MemorySegment.NULL);
        return new BpfObject(libbpf, libbpf.checked(opened, "Opening the eBPF object"));
    }

    /** The programs, in the object's order. */
    public List<BpfProgram> programs() {
        List<BpfProgram> programs = new ArrayList<>();
        var next = libbpf.nextProgram.pointer(object, MemorySegment.NULL);
        while (!next.isNull()) {
            programs.add(new BpfProgram(libbpf, next.pointer()));
            next = libbpf.nextProgram.pointer(object, next.pointer());
        }
        return List.copyOf(programs);
    }

    public List<BpfMap> maps() {
        List<BpfMap> maps = new ArrayList<>();
        var next = libbpf.nextMap.pointer(object, MemorySegment.NULL);
        while (!next.isNull()) {
            maps.add(new BpfMap(libbpf, next.pointer()));
            next = libbpf.nextMap.pointer(object, next.pointer());
        }
        return List.copyOf(maps);
    }

    public Optional<BpfMap> map(String name) {
        return maps().stream().filter(map -> map.name().equals(name)).findFirst();
    }

    /** Lets this object, which is not loaded yet, use the maps of a loaded one with the same maps. */
    public void shareMaps(LoadedObject other) throws BpfException {
        for (BpfMap map : maps()) {
            Optional<BpfMap> shared = map.isSection() ? Optional.empty() : other.map(map.name());
            if (shared.isPresent()) {
                map.reuse(shared.get().fd());
            }
        }
    }

    /** The {@code const volatile} settings of the programs; change them before {@link #load}. */
    public Constants constants() {
        Optional<MemorySegment> values = maps().stream()
                .filter(map -> map.name().endsWith(Constants.SECTION))
                .findFirst()
                .flatMap(BpfMap::initialValue);
        return Constants.of(libbpf, libbpf.objectBtf.pointer(object).pointer(), values.orElse(MemorySegment.NULL));
    }

    /**
     * Makes the maps and loads the chosen programs. After a failure the object is of no use but to be closed; the
     * reason is among the {@linkplain Libbpf#messages() messages}.
     */
    public void load() throws BpfException {
        libbpf.checked(libbpf.load.integer(object), "Loading the eBPF object");
    }

    /**
     * What is loaded, without this object, which is closed and no longer of use: its maps and programs become invalid.
     * Also for an object that was not loaded but has taken over all its maps.
     */
    public LoadedObject loaded() throws BpfException {
        return LoadedObject.of(libbpf, this);
    }

    /** Frees everything; attached programs that nothing else holds go away. Closing again does nothing. */
    @Override
    public void close() {
        if (object.address() != 0) {
            libbpf.closeObject.nothing(object);
            object = MemorySegment.NULL;
        }
    }
}
