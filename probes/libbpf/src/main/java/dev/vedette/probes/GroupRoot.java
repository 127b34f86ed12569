package dev.vedette.probes;

import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.BpfLink;
import dev.vedette.probes.libbpf.BpfProgram;
import dev.vedette.probes.libc.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The root of the control groups' v2 hierarchy, where programs of control groups run for everything. */
final class GroupRoot {
    /**
     * Where systemd mounts it: alone, or beside the controllers of version 1. Else wherever it is: every process is below its
     * root, also of a node whose containers have no groups there.
     */
    private static final List<Path> PLACES = List.of(Path.of("/sys/fs/cgroup/unified"), Path.of("/sys/fs/cgroup"));

    private GroupRoot() {}

    static BpfLink attach(BpfProgram program) throws BpfException {
        Path root = Stream.concat(PLACES.stream(), GroupHierarchy.V2.mountedAt().stream())
                .filter(place -> Files.exists(place.resolve("cgroup.controllers")))
                .findFirst()
                .orElseThrow(() -> BpfException.of(
                        "Attaching program " + program.name(),
                        BpfException.ENOENT,
                        "no v2 hierarchy of control groups"));
        Libc libc = new Libc();
        int group;
        try {
            group = libc.openDirectory(root.toString());
        } catch (IOException e) {
            throw BpfException.of("Attaching program " + program.name(), BpfException.EACCES, e.getMessage());
        }
        try {
            return program.attachTo(group);
        } finally {
            libc.close(group);
        }
    }
}
