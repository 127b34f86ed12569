package dev.vedette.sensor.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * CRI-O's configuration with its drop-ins.
 *
 * <p>Facts: {@code /etc/crio/crio.conf} is read first, then the files of {@code /etc/crio/crio.conf.d} in lexical order,
 * each having the last word on what it says (crio.conf.d(5)). Defaults: {@code cgroup_manager = "systemd"} (crio.conf(5)).
 * Immutable in effect, thread-safe.
 */
public final class CrioConfig {
    public static final String FILE = "/etc/crio/crio.conf";
    public static final String DROP_INS = "/etc/crio/crio.conf.d";

    /** What holds where no file says it. */
    public static final String DEFAULT_CGROUP_MANAGER = "systemd";

    private static final String NOT_KNOWN = "what CRI-O is configured to do";

    private final ConfigTree tree;
    private final List<String> files;

    private CrioConfig(ConfigTree tree, List<String> files) {
        this.tree = tree;
        this.files = List.copyOf(files);
    }

    /**
     * One low-level runtime.
     *
     * @param binary the file that is run, "" where it is looked up by the name
     */
    public record Handler(String name, String type, String binary) {}

    /** Reads the configuration; empty where there are no files of it. */
    public static Optional<CrioConfig> read(TomlReader reader, Consumer<ConfigProblem> problems) {
        List<String> named = new ArrayList<>(List.of(FILE));
        reader.root().list(DROP_INS, "*", NOT_KNOWN, problems).forEach(name -> named.add(DROP_INS + "/" + name));
        ConfigTree all = new ConfigTree();
        List<String> files = new ArrayList<>();
        for (String file : named) {
            reader.read(file, NOT_KNOWN, problems).ifPresent(tree -> {
                all.overlay(tree, false);
                files.add(file);
            });
        }
        return files.isEmpty() ? Optional.empty() : Optional.of(new CrioConfig(all, files));
    }

    /** The files that were read, in order. */
    public List<String> files() {
        return files;
    }

    /** All that they say. */
    public ConfigTree tree() {
        return tree;
    }

    public Optional<Setting> cgroupManager() {
        return tree.at("crio", "runtime", "cgroup_manager");
    }

    public Optional<Setting> pauseImage() {
        return tree.at("crio", "image", "pause_image");
    }

    /** Registries without certificate checks; CRI-O keeps these beside those of registries.conf. */
    public Optional<Setting> insecureRegistries() {
        return tree.at("crio", "image", "insecure_registries");
    }

    /** Where it listens; empty for its default. */
    public Optional<Setting> listen() {
        return tree.at("crio", "api", "listen");
    }

    /** The low-level runtimes that the files name. */
    public List<Handler> handlers() {
        List<String> runtimes = List.of("crio", "runtime", "runtimes");
        return tree.names(runtimes).stream()
                .map(name ->
                        new Handler(name, text(runtimes, name, "runtime_type"), text(runtimes, name, "runtime_path")))
                .toList();
    }

    private String text(List<String> table, String... keys) {
        List<String> path = new ArrayList<>(table);
        path.addAll(List.of(keys));
        return tree.at(path).map(Setting::text).orElse("");
    }
}
