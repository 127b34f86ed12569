package dev.vedette.probes.libbpf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stays of an object once its programs are loaded: descriptors of its maps and programs, by name. libbpf's object
 * itself holds every program's code and types, ten megabytes and more, and can be closed. Owns the descriptors until it is
 * closed. Not thread-safe, but its maps are.
 */
public final class LoadedObject implements AutoCloseable {
    private final Libbpf libbpf;
    private final Map<String, BpfMap> maps = new LinkedHashMap<>();
    private final Map<String, Integer> programs = new LinkedHashMap<>();
    private final List<Integer> descriptors = new ArrayList<>();

    private LoadedObject(Libbpf libbpf) {
        this.libbpf = libbpf;
    }

    /**
     * Takes the object's place, which is closed thereby, also by a failure. Data sections are left out: the programs alone
     * use them.
     */
    static LoadedObject of(Libbpf libbpf, BpfObject object) throws BpfException {
        LoadedObject loaded = new LoadedObject(libbpf);
        try (object) {
            for (BpfMap map : object.maps()) {
                if (!map.isSection()) {
                    loaded.maps.put(map.name(), map.kept(loaded.own(map.fd())));
                }
            }
            for (BpfProgram program : object.programs()) {
                if (program.isLoaded()) {
                    loaded.programs.put(program.name(), loaded.own(program.fd()));
                }
            }
            return loaded;
        } catch (BpfException | RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    private int own(int descriptor) throws BpfException {
        int own = libbpf.duplicateDescriptor(descriptor);
        descriptors.add(own);
        return own;
    }

    /** The maps, in the object's order, data sections left out. */
    public List<BpfMap> maps() {
        return List.copyOf(maps.values());
    }

    public Optional<BpfMap> map(String name) {
        return Optional.ofNullable(maps.get(name));
    }

    /** The descriptor of each program that was loaded, in the object's order. */
    public Map<String, Integer> programs() {
        return new LinkedHashMap<>(programs);
    }

    /** Gives the descriptors up; attached programs that nothing else holds go away. Closing again does nothing. */
    @Override
    public void close() {
        descriptors.forEach(libbpf::closeDescriptor);
        descriptors.clear();
    }
}
