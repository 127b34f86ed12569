package dev.vedette.probes;

import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.BpfLink;
import dev.vedette.probes.libbpf.BpfObject;
import dev.vedette.probes.libbpf.LoadedObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * An object, which is of use until {@link #settle}, what is loaded of it from then on, and the links of its running
 * programs, by program. Not thread-safe.
 */
final class Batch implements AutoCloseable {
    private final BpfObject object;
    /** Null until settled. */
    private LoadedObject loaded;

    private final Map<String, BpfLink> links = new HashMap<>();

    Batch(BpfObject object) {
        this.object = object;
    }

    BpfObject object() {
        return object;
    }

    /** Nothing more is to be loaded or attached: gives up what only that needed. */
    void settle() throws BpfException {
        loaded = object.loaded();
    }

    /** Once settled. */
    LoadedObject loaded() {
        return loaded;
    }

    void add(String program, BpfLink link) {
        links.put(program, link);
    }

    Set<String> running() {
        return Set.copyOf(links.keySet());
    }

    /** Of a running program. */
    BpfLink link(String program) {
        return links.get(program);
    }

    /** Gives everything up without detaching what is pinned. */
    void leave() {
        links.values().forEach(BpfLink::leave);
        links.clear();
        free();
    }

    private void free() {
        object.close();
        if (loaded != null) {
            loaded.close();
        }
    }

    /** Detaches the program, if it is one of these. */
    void detach(String program) {
        BpfLink link = links.remove(program);
        if (link != null) {
            link.close();
        }
    }

    /** Detaches everything, then frees what was loaded. */
    @Override
    public void close() {
        links.values().forEach(BpfLink::close);
        links.clear();
        free();
    }
}
