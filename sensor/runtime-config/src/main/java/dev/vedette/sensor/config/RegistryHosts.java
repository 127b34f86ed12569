package dev.vedette.sensor.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The per-registry settings of containerd: {@code <folder>/<registry>/hosts.toml}, the folder {@code _default} standing
 * for all registries without one of their own (containerd, docs/hosts.md). Several folders may be named, with colons
 * between; the first that has the registry is taken.
 */
public final class RegistryHosts {
    private static final String NOT_KNOWN = "how images of this registry are fetched";

    private RegistryHosts() {}

    /**
     * One place that images of a registry are fetched from.
     *
     * @param registry as images name it, {@code _default} for all others
     * @param url the place, with scheme
     * @param server whether it is the registry's own entry, which comes last, rather than a mirror
     * @param skipVerify whether certificates go unchecked there
     * @param pulls whether images come from there: one of its capabilities is to resolve or pull, or it names none
     */
    public record Host(
            String registry, String url, boolean server, Optional<Setting> skipVerify, boolean pulls, String file) {
        /** Whether it is reached without TLS. */
        public boolean isPlainHttp() {
            return url.regionMatches(true, 0, "http://", 0, "http://".length());
        }

        /** Whether certificates go unchecked. */
        public boolean isUnverified() {
            return skipVerify.filter(Setting::isTrue).isPresent();
        }
    }

    /** The hosts of all registries that have a {@code hosts.toml}. */
    public static List<Host> read(TomlReader reader, String folders, Consumer<ConfigProblem> problems) {
        List<Host> hosts = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (String folder : folders.split(":", -1)) {
            for (String registry :
                    folder.isEmpty() ? List.<String>of() : reader.root().list(folder, "*", NOT_KNOWN, problems)) {
                String file = folder + "/" + registry + "/hosts.toml";
                Optional<ConfigTree> tree =
                        seen.contains(registry) ? Optional.empty() : reader.read(file, NOT_KNOWN, problems);
                if (tree.isPresent()) {
                    seen.add(registry);
                    addHosts(hosts, registry, file, tree.get());
                }
            }
        }
        return hosts;
    }

    private static void addHosts(List<Host> hosts, String registry, String file, ConfigTree tree) {
        for (String url : tree.names(List.of("host"))) {
            hosts.add(new Host(
                    registry, withScheme(url), false, tree.at("host", url, "skip_verify"), pulls(tree, url), file));
        }
        tree.at("server")
                .ifPresent(server -> hosts.add(
                        new Host(registry, withScheme(server.text()), true, tree.at("skip_verify"), true, file)));
    }

    private static boolean pulls(ConfigTree tree, String url) {
        Optional<Setting> capabilities = tree.at("host", url, "capabilities");
        if (capabilities.isEmpty()) {
            return true;
        }
        for (JsonNode capability : capabilities.get().value()) {
            if (capability.asText().equals("pull") || capability.asText().equals("resolve")) {
                return true;
            }
        }
        return false;
    }

    /** A host without a scheme is reached by TLS. */
    private static String withScheme(String url) {
        return url.contains("://") ? url : "https://" + url;
    }
}
