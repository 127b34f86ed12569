package dev.vedette.probes;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.BpfMap;
import dev.vedette.probes.libbpf.LoadedObject;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The maps of a loaded object by name, for as long as it is open. Thread-safe. */
final class KernelTables implements AutoCloseable {
    private static final byte[] PRESENT = ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.nativeOrder())
            .putInt(1)
            .array();

    private final LoadedObject object;
    private boolean closed;

    KernelTables(LoadedObject object) {
        this.object = object;
    }

    synchronized void visit(String name, BpfMap.Visitor visitor) {
        try {
            map(name).forEach(visitor);
        } catch (BpfException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    synchronized void remove(String name, Predicate<MemorySegment> unwanted) {
        // First all keys, then the removals: the kernel's iteration does not like to be removed under.
        List<byte[]> keys = new ArrayList<>();
        visit(name, (key, _) -> {
            if (unwanted.test(key)) {
                keys.add(key.toArray(JAVA_BYTE));
            }
        });
        try {
            BpfMap map = map(name);
            for (byte[] key : keys) {
                map.remove(key);
            }
        } catch (BpfException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Adds a member to a map that is a set. */
    synchronized void add(String name, byte[] key) {
        try {
            map(name).put(key, PRESENT);
        } catch (BpfException e) {
            throw new IllegalStateException(e.getMessage() + ": fewer objects can be watched than were asked for", e);
        }
    }

    /** Sets one entry; false if the map has no room for it. */
    synchronized boolean put(String name, byte[] key, byte[] value) {
        try {
            map(name).put(key, value);
            return true;
        } catch (BpfException e) {
            if (e.errno() == BpfException.E2BIG) {
                return false;
            }
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** The value of one entry, if it is there. */
    synchronized Optional<byte[]> get(String name, byte[] key) {
        try {
            return map(name).get(key);
        } catch (BpfException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Removes one entry, if it is there. */
    synchronized void drop(String name, byte[] key) {
        try {
            map(name).remove(key);
        } catch (BpfException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private BpfMap map(String name) {
        if (closed) {
            throw new IllegalStateException("The probes are closed");
        }
        return object.map(name)
                .orElseThrow(() -> new IllegalStateException("The eBPF object has no map '" + name + "'"));
    }

    /** Waits for what is in progress; afterwards the object may be freed. */
    @Override
    public synchronized void close() {
        closed = true;
    }
}
