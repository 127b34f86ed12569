package dev.vedette.sensor.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * containerd's configuration with its imports, in the three forms it has had.
 *
 * <p>Facts: version 1 names plugins by their id ({@code plugins.cri}), version 2 by their URI
 * ({@code plugins."io.containerd.grpc.v1.cri"}), version 3 splits the CRI plugin into
 * {@code io.containerd.cri.v1.images} and {@code io.containerd.cri.v1.runtime} (containerd, docs/man/
 * containerd-config.toml.5.md and docs/cri/config.md). Imports are read after the file that names them, in order, relative
 * to its folder, {@code *} as a glob, each file once; up to containerd 1.7 an import replaces a plugin's whole table, from
 * 2.0 on it is merged key by key; lists are appended (cmd/containerd/server/config/config.go, resolveImports and
 * mergeConfig). Immutable in effect, thread-safe.
 */
public final class ContainerdConfig {
    /** Where containerd looks unless told otherwise. */
    public static final String DEFAULT_FILE = "/etc/containerd/config.toml";

    private static final String NOT_KNOWN = "what containerd is configured to do";
    private static final int MAX_FILES = 64;
    private static final List<String> CRI_1 = List.of("plugins", "cri");
    private static final List<String> CRI_2 = List.of("plugins", "io.containerd.grpc.v1.cri");
    private static final List<String> IMAGES_3 = List.of("plugins", "io.containerd.cri.v1.images");
    private static final List<String> RUNTIME_3 = List.of("plugins", "io.containerd.cri.v1.runtime");
    /** Any of these switched off means that there is no CRI; the short one is of version 1 and still found often. */
    private static final Set<String> CRI_PLUGINS =
            Set.of("cri", "io.containerd.grpc.v1.cri", "io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime");

    private final ConfigTree tree;
    private final List<String> files;

    private ContainerdConfig(ConfigTree tree, List<String> files) {
        this.tree = tree;
        this.files = List.copyOf(files);
    }

    /**
     * One low-level runtime that pods may ask for by a handler's name.
     *
     * @param binary the file that is run, "" for the shim's own default
     * @param systemdCgroup whether it has systemd make the control groups; empty where the file does not say
     */
    public record Handler(String name, String type, String binary, Optional<Setting> systemdCgroup) {}

    /**
     * Reads a configuration; empty where there is none or its first file is broken.
     *
     * @param mergesByKey whether this is containerd 2 or newer; empty to go by the version of the file
     */
    public static Optional<ContainerdConfig> read(
            TomlReader reader, String file, Optional<Boolean> mergesByKey, Consumer<ConfigProblem> problems) {
        Optional<ConfigTree> first = reader.read(file, NOT_KNOWN, problems);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        boolean byKey = mergesByKey.orElse(versionOf(first.get()) >= 3);
        List<String> files = new ArrayList<>(List.of(file));
        Set<String> seen = new HashSet<>(files);
        ConfigTree all = new ConfigTree();
        lay(all, first.get(), byKey);
        List<String> pending = new ArrayList<>(imports(reader.root(), file, first.get(), problems));
        while (!pending.isEmpty() && files.size() < MAX_FILES) {
            String next = pending.removeFirst();
            if (!seen.add(next)) {
                continue;
            }
            if (!reader.root().exists(next)) {
                problems.accept(new ConfigProblem(next, 0, 0, "it is imported but not there", NOT_KNOWN));
                continue;
            }
            reader.read(next, NOT_KNOWN, problems).ifPresent(tree -> {
                files.add(next);
                lay(all, tree, byKey);
                pending.addAll(0, imports(reader.root(), next, tree, problems));
            });
        }
        return Optional.of(new ContainerdConfig(all, files));
    }

    private static void lay(ConfigTree all, ConfigTree over, boolean byKey) {
        all.overlay(over, true);
        if (!byKey) {
            over.names(List.of("plugins")).forEach(plugin -> all.replace(over, List.of("plugins", plugin)));
        }
    }

    private static List<String> imports(NodeRoot root, String file, ConfigTree tree, Consumer<ConfigProblem> problems) {
        String folder = file.substring(0, file.lastIndexOf('/'));
        List<String> paths = new ArrayList<>();
        for (JsonNode named : tree.root().path("imports")) {
            String path = named.asText().startsWith("/") ? named.asText() : folder + "/" + named.asText();
            String directory = path.substring(0, path.lastIndexOf('/'));
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (name.contains("*")) {
                root.list(directory, name, NOT_KNOWN, problems).forEach(match -> paths.add(directory + "/" + match));
            } else {
                paths.add(path);
            }
        }
        return paths;
    }

    private static int versionOf(ConfigTree tree) {
        return tree.at("version").map(v -> v.value().asInt(1)).orElse(1);
    }

    /** The version of the file's form; 1 where it does not say. */
    public int version() {
        return versionOf(tree);
    }

    /** The files that were read, the first one first. */
    public List<String> files() {
        return files;
    }

    /** All that they say. */
    public ConfigTree tree() {
        return tree;
    }

    /** The entry of {@code disabled_plugins} by which there is no CRI; empty where CRI is on. */
    public Optional<Setting> criDisabled() {
        return tree.at("disabled_plugins").filter(list -> {
            for (JsonNode plugin : list.value()) {
                if (CRI_PLUGINS.contains(plugin.asText())) {
                    return true;
                }
            }
            return false;
        });
    }

    /** The image of pods' first container; empty where the file leaves it to containerd. */
    public Optional<Setting> pauseImage() {
        return first(
                below(IMAGES_3, "pinned_images", "sandbox"),
                below(CRI_2, "sandbox_image"),
                below(CRI_1, "sandbox_image"));
    }

    /** The folder of per-registry settings ({@code certs.d}); empty where none is named. */
    public Optional<Setting> registryFolder() {
        return first(
                below(IMAGES_3, "registry", "config_path"),
                below(CRI_2, "registry", "config_path"),
                below(CRI_1, "registry", "config_path"));
    }

    /** The older table {@code registry.mirrors}: per registry its {@code endpoint} list. */
    public Optional<Setting> registryMirrors() {
        return first(
                below(IMAGES_3, "registry", "mirrors"),
                below(CRI_2, "registry", "mirrors"),
                below(CRI_1, "registry", "mirrors"));
    }

    /** The older table {@code registry.configs}: per host its {@code tls.insecure_skip_verify}. */
    public Optional<Setting> registryConfigs() {
        return first(
                below(IMAGES_3, "registry", "configs"),
                below(CRI_2, "registry", "configs"),
                below(CRI_1, "registry", "configs"));
    }

    /** The handler of pods that ask for none. */
    public String defaultHandler() {
        return first(
                        below(RUNTIME_3, "containerd", "default_runtime_name"),
                        below(CRI_2, "containerd", "default_runtime_name"),
                        below(CRI_1, "containerd", "default_runtime_name"))
                .map(Setting::text)
                .orElse("runc");
    }

    /** The handlers that the files name, the default one not necessarily among them. */
    public List<Handler> handlers() {
        List<Handler> handlers = new ArrayList<>();
        for (List<String> cri : List.of(RUNTIME_3, CRI_2, CRI_1)) {
            List<String> runtimes = join(cri, "containerd", "runtimes");
            for (String name : tree.names(runtimes)) {
                handlers.add(new Handler(
                        name,
                        below(runtimes, name, "runtime_type").map(Setting::text).orElse(""),
                        below(runtimes, name, "options", "BinaryName")
                                .map(Setting::text)
                                .orElse(""),
                        below(runtimes, name, "options", "SystemdCgroup")));
            }
        }
        return handlers;
    }

    /**
     * The switch of the oldest form, {@code systemd_cgroup} of the CRI plugin itself, which runc's first shim obeyed.
     */
    public Optional<Setting> oldSystemdCgroup() {
        return first(below(CRI_2, "systemd_cgroup"), below(CRI_1, "systemd_cgroup"));
    }

    private Optional<Setting> below(List<String> table, String... keys) {
        return tree.at(join(table, keys));
    }

    private static List<String> join(List<String> table, String... keys) {
        List<String> all = new ArrayList<>(table);
        all.addAll(List.of(keys));
        return List.copyOf(all);
    }

    @SafeVarargs
    private static Optional<Setting> first(Optional<Setting>... places) {
        for (Optional<Setting> place : places) {
            if (place.isPresent()) {
                return place;
            }
        }
        return Optional.empty();
    }
}
