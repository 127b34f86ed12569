package dev.vedette.probes.libbpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The variables of an object's {@code .rodata}, found by name through the object's own type information (struct
 * btf_type and struct btf_var_secinfo, linux/btf.h). Not thread-safe.
 */
@SuppressWarnings("restricted") // calling native code is what this is for
public final class Constants {
    static final String SECTION = ".rodata";

    private static final int KIND_VARIABLE = 14;
    private static final int KIND_SECTION = 15;
    /** struct btf_type: name_off, info, size. */
    private static final long TYPE_BYTES = 12;
    /** struct btf_var_secinfo: type, offset, size. */
    private static final long VARIABLE_BYTES = 12;

    private static final int COUNT_MASK = 0xffff;

    private record Place(int offset, int size) {}

    private final MemorySegment values;
    private final Map<String, Place> places;

    private Constants(MemorySegment values, Map<String, Place> places) {
        this.values = values;
        this.places = places;
    }

    static Constants of(Libbpf libbpf, MemorySegment btf, MemorySegment values) {
        Map<String, Place> places = new HashMap<>();
        int section = values.byteSize() == 0 ? -1 : find(libbpf, btf);
        if (section > 0) {
            MemorySegment type = type(libbpf, btf, section, 0);
            int count = type.get(ValueLayout.JAVA_INT, Integer.BYTES) & COUNT_MASK;
            MemorySegment variables = type(libbpf, btf, section, count);
            for (int i = 0; i < count; i++) {
                long at = TYPE_BYTES + i * VARIABLE_BYTES;
                MemorySegment variable = type(libbpf, btf, variables.get(ValueLayout.JAVA_INT, at), 0);
                String name = Libbpf.text(libbpf.btfName
                        .pointer(btf, variable.get(ValueLayout.JAVA_INT, 0))
                        .pointer());
                int offset = variables.get(ValueLayout.JAVA_INT, at + 4);
                int size = variables.get(ValueLayout.JAVA_INT, at + 8);
                if (isVariable(variable) && offset >= 0 && offset + (long) size <= values.byteSize()) {
                    places.put(name, new Place(offset, size));
                }
            }
        }
        return new Constants(values, Map.copyOf(places));
    }

    public Set<String> names() {
        return places.keySet();
    }

    /**
     * Sets one variable of 1, 4 or 8 bytes.
     *
     * @return whether the object has such a variable
     */
    public boolean set(String name, long value) {
        Place place = places.get(name);
        if (place == null) {
            return false;
        }
        switch (place.size()) {
            case Byte.BYTES -> values.set(ValueLayout.JAVA_BYTE, place.offset(), (byte) value);
            case Integer.BYTES -> values.set(ValueLayout.JAVA_INT_UNALIGNED, place.offset(), (int) value);
            case Long.BYTES -> values.set(ValueLayout.JAVA_LONG_UNALIGNED, place.offset(), value);
            default -> throw new IllegalArgumentException(name + " has " + place.size() + " bytes, not 1, 4 or 8");
        }
        return true;
    }

    private static int find(Libbpf libbpf, MemorySegment btf) {
        try (Arena arena = Arena.ofConfined()) {
            return libbpf.btfFind.integer(btf, arena.allocateFrom(SECTION), KIND_SECTION);
        }
    }

    private static MemorySegment type(Libbpf libbpf, MemorySegment btf, int id, int variables) {
        return libbpf.btfType.pointer(btf, id).pointer().reinterpret(TYPE_BYTES + variables * VARIABLE_BYTES);
    }

    private static boolean isVariable(MemorySegment type) {
        return ((type.get(ValueLayout.JAVA_INT, Integer.BYTES) >>> 24) & 0x1f) == KIND_VARIABLE;
    }
}
