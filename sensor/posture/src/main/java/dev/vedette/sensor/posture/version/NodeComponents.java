package dev.vedette.sensor.posture.version;

import dev.vedette.sensor.config.ContainerdConfig;
import dev.vedette.sensor.config.CrioConfig;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.posture.NodeProcess;
import dev.vedette.sensor.posture.PostureLook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parts of a node whose versions count: the kernel, the programs that run, and the low-level runtimes that the
 * runtimes would start, those of bundles among them.
 */
final class NodeComponents {
    /** Where the shim looks for runc when the configuration names no file: its PATH, in systemd's order. */
    private static final List<String> PATH =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");
    /** k3s and RKE2 unpack their programs below folders named by a hash (k3s, pkg/dataverify; rke2, pkg/bootstrap). */
    private static final List<String> BUNDLES =
            List.of("/var/lib/rancher/k3s/data", "/var/lib/rancher/rke2/data", "/var/lib/k0s");
    /** All in one program. */
    private static final Set<String> EMBEDDERS = Set.of("k3s", "k3s-server", "k3s-agent", "rke2", "k0s", "dockerd");

    private final NodeRoot root;
    private final ProgramVersions versions;
    private final Distribution distribution;

    NodeComponents(NodeRoot root) {
        this.root = root;
        this.distribution = Distribution.of(root);
        this.versions = new ProgramVersions(root, new PackageDatabase(root, distribution));
    }

    List<NodeComponent> find(PostureLook look) {
        Map<String, NodeComponent> found = new LinkedHashMap<>();
        add(found, RunningKernel.find(root, distribution));
        for (NodeProcess process : NodeProcess.all(root)) {
            KnownProgram.named(process.program())
                    .ifPresent(program -> add(
                            found, versions.of(program, process.executable(), process.ownFile(), process.contained())));
            if (EMBEDDERS.contains(process.program())) {
                versions.inside(process.executable(), process.ownFile()).forEach(part -> add(found, part));
            }
        }
        lowLevel(look).forEach(path -> ofFile(found, path));
        nvidia().ifPresent(path -> ofFile(found, path));
        return List.copyOf(found.values());
    }

    private void ofFile(Map<String, NodeComponent> found, String path) {
        KnownProgram.named(path.substring(path.lastIndexOf('/') + 1))
                .ifPresent(program -> add(found, versions.of(program, path, path, false)));
    }

    private static void add(Map<String, NodeComponent> found, NodeComponent component) {
        found.putIfAbsent(component.name() + " " + component.where(), component);
    }

    private List<String> lowLevel(PostureLook look) {
        List<String> paths = new ArrayList<>();
        ContainerdConfig.read(look.toml(), ContainerdConfig.DEFAULT_FILE, Optional.empty(), look::problem)
                .ifPresent(config -> config.handlers().stream()
                        .map(ContainerdConfig.Handler::binary)
                        .forEach(paths::add));
        CrioConfig.read(look.toml(), look::problem)
                .ifPresent(config -> config.handlers().stream()
                        .map(CrioConfig.Handler::binary)
                        .forEach(paths::add));
        inPath("runc").ifPresent(paths::add);
        for (String bundle : BUNDLES) {
            paths.add(bundle + "/bin/runc");
            root.list(bundle, "*").forEach(name -> paths.add(bundle + "/" + name + "/bin/runc"));
        }
        return paths.stream()
                .filter(path -> path.startsWith("/") && root.exists(path))
                .distinct()
                .toList();
    }

    private Optional<String> nvidia() {
        return inPath("nvidia-ctk").or(() -> inPath("nvidia-container-runtime"));
    }

    private Optional<String> inPath(String program) {
        return PATH.stream()
                .map(folder -> folder + "/" + program)
                .filter(root::exists)
                .findFirst();
    }
}
