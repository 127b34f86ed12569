package dev.vedette.probes;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.vedette.probes.deny.Denial;
import dev.vedette.probes.deny.DenyEntries;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What containers may not do, as the kernel side holds it. A container is its own group's id; what it nests below, and
 * what its tasks make elsewhere, belongs to it (see {@link KernelGroups}). With pinned probes all this holds when the
 * sensor ends. Thread-safe.
 */
public final class KernelDenials {
    private static final String CONTAINERS = "deny_containers";
    private static final String OBJECTS = "deny_objects";
    private static final String NAMES = "deny_names";
    private static final String NETWORKS = "deny_networks";
    private static final String STATES = "deny_states";
    /** Where the container's id stands in a key: at the beginning, but behind the length of a prefix. */
    private static final int AT_BEGINNING = 0;

    private static final int BEHIND_PREFIX = Integer.BYTES;

    private final KernelTables tables;
    private boolean audit;

    KernelDenials(KernelTables tables) {
        this.tables = tables;
    }

    /** Whether nothing is refused whatever the rules say: what would be is told. */
    public synchronized void auditOnly(boolean only) {
        audit = only;
        tell();
    }

    /**
     * Denies this to the container, and nothing else from now on. What is denied before and after is denied in between.
     *
     * @param begun whether a program of the container's own has begun; once the kernel side knows that, it stays so
     * @return false if there is no room: then what could not be written is not denied
     * @throws IllegalArgumentException if more port ranges concern one address than can be compared
     */
    public synchronized boolean put(long container, Collection<Denial> denials, boolean begun) {
        DenyEntries entries = new DenyEntries(container, denials);
        Map<ByteBuffer, byte[]> networks = entries.networks();
        boolean whole = write(OBJECTS, entries.objects());
        whole &= write(NAMES, entries.names());
        whole &= write(NETWORKS, networks);
        // Only now, so that nothing old is gone before the new is there.
        whole &= tables.put(CONTAINERS, key(container), entries.rules(begun || hasBegun(container)));
        tell();
        keep(OBJECTS, AT_BEGINNING, container, entries.objects().keySet());
        keep(NAMES, AT_BEGINNING, container, entries.names().keySet());
        keep(NETWORKS, BEHIND_PREFIX, container, networks.keySet());
        return whole;
    }

    private boolean hasBegun(long container) {
        return tables.get(CONTAINERS, key(container))
                .filter(DenyEntries::hasBegun)
                .isPresent();
    }

    private boolean write(String table, Map<ByteBuffer, byte[]> entries) {
        boolean whole = true;
        for (Map.Entry<ByteBuffer, byte[]> entry : entries.entrySet()) {
            whole &= tables.put(table, DenyEntries.content(entry.getKey()), entry.getValue());
        }
        return whole;
    }

    /** Denies nothing to the container any more. */
    public synchronized void lift(long container) {
        tables.drop(CONTAINERS, key(container));
        tell();
        keep(OBJECTS, AT_BEGINNING, container, Set.of());
        keep(NAMES, AT_BEGINNING, container, Set.of());
        keep(NETWORKS, BEHIND_PREFIX, container, Set.of());
    }

    /** The containers that something is denied to, be it by a sensor before. */
    public synchronized Set<Long> containers() {
        Set<Long> found = new HashSet<>();
        tables.visit(CONTAINERS, (key, _) -> found.add(key.get(JAVA_LONG_UNALIGNED, 0)));
        return found;
    }

    /** Removes the container's entries that are not to be kept. */
    private void keep(String table, int at, long container, Set<ByteBuffer> kept) {
        tables.remove(
                table,
                key -> key.get(JAVA_LONG_UNALIGNED, at) == container
                        && !kept.contains(ByteBuffer.wrap(key.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE))));
    }

    /** struct deny_state: with no container the programs look no further. */
    private void tell() {
        ByteBuffer state = ByteBuffer.allocate(2 * Integer.BYTES).order(ByteOrder.nativeOrder());
        state.putInt(containers().size()).putInt(audit ? 1 : 0);
        tables.put(STATES, new byte[Integer.BYTES], state.array());
    }

    private static byte[] key(long container) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(container)
                .array();
    }
}
