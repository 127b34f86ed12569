package dev.vedette.probes;

import dev.vedette.probes.libbpf.BpfLink;
import dev.vedette.probes.libbpf.BpfObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A loaded object and the links of its running programs, by program. Not thread-safe. */
final class Batch implements AutoCloseable {
    private final BpfObject object;
    private final Map<String, BpfLink> links = new HashMap<>();

    Batch(BpfObject object) {
        this.object = object;
    }

    BpfObject object() {
        return object;
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
        object.close();
    }

    /** Detaches the program, if it is one of these. */
    void detach(String program) {
        BpfLink link = links.remove(program);
        if (link != null) {
            link.close();
        }
    }

    /** Detaches everything, then frees the object. */
    @Override
    public void close() {
        links.values().forEach(BpfLink::close);
        links.clear();
        object.close();
    }
}
