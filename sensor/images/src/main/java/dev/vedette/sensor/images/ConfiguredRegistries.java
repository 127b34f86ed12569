package dev.vedette.sensor.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.RegistryEndpoint;
import dev.vedette.sensor.config.ConfigProblem;
import dev.vedette.sensor.config.ConfigTree;
import dev.vedette.sensor.config.ContainerdConfig;
import dev.vedette.sensor.config.CrioConfig;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.config.RegistryHosts;
import dev.vedette.sensor.config.Setting;
import dev.vedette.sensor.config.TomlReader;
import dev.vedette.sensor.images.source.Loopback;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the runtimes of a node are sent for images by their configuration.
 *
 * <p>Facts: containerd, docs/hosts.md and docs/cri/registry.md ({@code _default} and {@code *} stand for all others, an
 * insecure setting of a registry's own host holds for it as well); containers-registries.conf(5) for CRI-O and Podman
 * ({@code insecure} allows plain HTTP as well as certificates that nobody knows); dockerd(8), {@code insecure-registries}
 * and {@code registry-mirrors}. Thread-safe.
 */
public final class ConfiguredRegistries {
    private static final String NOT_KNOWN = "where images are fetched from";
    private static final String EVERY = "*";
    private static final String REGISTRIES = "/etc/containers/registries.conf";
    private static final String DOCKER = "/etc/docker/daemon.json";

    private final NodeRoot root;
    private final TomlReader toml;
    private final String containerdFile;

    public ConfiguredRegistries(NodeRoot root) {
        this(root, ContainerdConfig.DEFAULT_FILE);
    }

    /** @param containerdFile where containerd's configuration is */
    public ConfiguredRegistries(NodeRoot root, String containerdFile) {
        this.root = root;
        this.toml = new TomlReader(root);
        this.containerdFile = containerdFile;
    }

    /** All places, those that are in order too; what cannot be read is told and left out. */
    public List<RegistryEndpoint> read(long epochNanos, Consumer<ConfigProblem> problems) {
        List<RegistryEndpoint> all = new ArrayList<>();
        ContainerdConfig.read(toml, containerdFile, Optional.empty(), problems)
                .ifPresent(config -> containerd(config, epochNanos, problems, all));
        registriesConf(epochNanos, problems, all);
        CrioConfig.read(toml, problems)
                .flatMap(CrioConfig::insecureRegistries)
                .ifPresent(list -> insecure("cri-o", list, epochNanos, all));
        docker(epochNanos, problems, all);
        return all;
    }

    private void containerd(
            ContainerdConfig config, long now, Consumer<ConfigProblem> problems, List<RegistryEndpoint> all) {
        config.registryFolder()
                .filter(folder -> !folder.text().isEmpty())
                .ifPresent(folder -> RegistryHosts.read(toml, folder.text(), problems).stream()
                        .filter(RegistryHosts.Host::pulls)
                        .forEach(host -> all.add(endpoint(
                                "containerd",
                                host.registry(),
                                host.url(),
                                !host.isUnverified(),
                                place(
                                        host.file(),
                                        host.skipVerify().map(Setting::line).orElse(0)),
                                now))));
        Optional<Setting> configs = config.registryConfigs();
        config.registryMirrors()
                .ifPresent(mirrors -> mirrors.value()
                        .properties()
                        .forEach(entry -> entry.getValue()
                                .path("endpoint")
                                .forEach(url -> all.add(endpoint(
                                        "containerd",
                                        entry.getKey(),
                                        url.asText(""),
                                        !skips(configs, hostOf(url.asText(""))),
                                        place(mirrors.file(), mirrors.line()),
                                        now)))));
        configs.ifPresent(table -> table.value().properties().stream()
                .filter(entry -> skips(configs, entry.getKey()))
                .forEach(entry -> all.add(endpoint(
                        "containerd",
                        entry.getKey(),
                        "https://" + entry.getKey(),
                        false,
                        place(table.file(), table.line()),
                        now))));
    }

    private static boolean skips(Optional<Setting> configs, String host) {
        return configs.isPresent()
                && configs.get()
                        .value()
                        .path(host)
                        .path("tls")
                        .path("insecure_skip_verify")
                        .asBoolean(false);
    }

    private void registriesConf(long now, Consumer<ConfigProblem> problems, List<RegistryEndpoint> all) {
        List<String> files = new ArrayList<>(List.of(REGISTRIES));
        root.list(REGISTRIES + ".d", "*.conf", NOT_KNOWN, problems)
                .forEach(name -> files.add(REGISTRIES + ".d/" + name));
        for (String file : files) {
            Optional<ConfigTree> tree = toml.read(file, NOT_KNOWN, problems);
            tree.ifPresent(read -> read.root().path("registry").forEach(entry -> registry(entry, file, now, all)));
        }
    }

    private static void registry(JsonNode entry, String file, long now, List<RegistryEndpoint> all) {
        String location = entry.path("location").asText("");
        String prefix = entry.path("prefix").asText(location);
        String registry = prefix.isEmpty() ? EVERY : prefix;
        all.add(plainOrTls(registry, location.isEmpty() ? prefix : location, entry, file, now));
        entry.path("mirror")
                .forEach(mirror ->
                        all.add(plainOrTls(registry, mirror.path("location").asText(""), mirror, file, now)));
    }

    private static RegistryEndpoint plainOrTls(
            String registry, String location, JsonNode entry, String file, long now) {
        boolean insecure = entry.path("insecure").asBoolean(false);
        return endpoint(
                "cri-o and podman",
                registry,
                (insecure ? "http://" : "https://") + location,
                !insecure,
                place(file, 0),
                now);
    }

    private void docker(long now, Consumer<ConfigProblem> problems, List<RegistryEndpoint> all) {
        Optional<String> text = root.read(DOCKER, NOT_KNOWN, problems);
        if (text.isEmpty()) {
            return;
        }
        try {
            JsonNode daemon = new ObjectMapper().readTree(text.get());
            daemon.path("insecure-registries")
                    .forEach(registry -> all.add(endpoint(
                            "docker",
                            registry.asText(""),
                            "http://" + registry.asText(""),
                            false,
                            place(DOCKER, 0),
                            now)));
            daemon.path("registry-mirrors")
                    .forEach(url ->
                            all.add(endpoint("docker", "docker.io", url.asText(""), true, place(DOCKER, 0), now)));
        } catch (IOException e) {
            problems.accept(new ConfigProblem(DOCKER, 0, 0, "it is not JSON", NOT_KNOWN));
        }
    }

    private static void insecure(String runtime, Setting list, long now, List<RegistryEndpoint> all) {
        list.value()
                .forEach(registry -> all.add(endpoint(
                        runtime,
                        registry.asText(""),
                        "http://" + registry.asText(""),
                        false,
                        place(list.file(), list.line()),
                        now)));
    }

    private static RegistryEndpoint endpoint(
            String runtime, String registry, String url, boolean verified, Place place, long now) {
        boolean plain = url.regionMatches(true, 0, "http://", 0, "http://".length());
        String named = registry.equals("_default") ? EVERY : registry;
        return new RegistryEndpoint(runtime, named, url, !plain, verified, Loopback.isHost(hostOf(url)), place, now);
    }

    /** Host and port of an address. */
    static String hostOf(String url) {
        String rest = url.replaceFirst("^[a-zA-Z]+://", "");
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash);
    }

    private static Place place(String file, int line) {
        return new Place(file, "", "", "", "", line, 0);
    }
}
