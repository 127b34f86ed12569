package dev.vedette.sensor.discovery;

import dev.vedette.policy.yaml.YamlException;
import dev.vedette.policy.yaml.YamlReader;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.cri.SocketFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the container runtimes of a node: those that its kubelet is told of, the one that {@code /etc/crictl.yaml} names,
 * and those whose sockets stand where their own documentation says. All of them, since a node may have several.
 *
 * <p>Only looks at files; whether somebody answers, the client of an endpoint shows. A file that cannot be read or
 * understood is told and passed over.
 *
 * @param root where the node's file system is seen
 */
public record RuntimeDiscovery(NodeRoot root) {
    private static final String CRICTL = "/etc/crictl.yaml";

    /**
     * What was found.
     *
     * @param endpoints each once; what the kubelet uses comes first. A kubelet's runtime is among them even if its socket
     *     is not there yet
     * @param refused what was recognised but cannot be used, each with the reason in one sentence
     */
    public record Found(List<RuntimeEndpoint> endpoints, List<String> refused) {
        public Found {
            endpoints = List.copyOf(endpoints);
            refused = List.copyOf(refused);
        }

        /** Those to speak CRI with. */
        public List<RuntimeEndpoint> cri() {
            return endpoints.stream().filter(e -> e.kind().speaksCri()).toList();
        }
    }

    public Found discover() {
        Search search = new Search();
        for (KubeletEndpoints.Said said : new KubeletEndpoints(root).said(search.refused::add)) {
            search.configured(said.by(), said.endpoint(), true);
        }
        crictl(search).ifPresent(endpoint -> search.configured(CRICTL, endpoint, false));
        WellKnownSockets.in(root).forEach(search::standing);
        for (String socket : WellKnownSockets.ofUsers(root)) {
            search.refused.add(
                    socket + " is an ordinary user's Docker, who could say anything of any container: name it"
                            + " with --runtime if you trust that user as root.");
        }
        for (String legacy : List.of("/run/dockershim.sock", "/var/run/dockershim.sock")) {
            search.legacy(legacy, EndpointText.DOCKERSHIM);
        }
        search.legacy("/run/rktlet.sock", EndpointText.RKT);
        return new Found(List.copyOf(search.endpoints.values()), List.copyOf(search.refused));
    }

    /** What is known so far. */
    private final class Search {
        private final Map<Path, RuntimeEndpoint> endpoints = new LinkedHashMap<>();
        private final Set<String> refused = new LinkedHashSet<>();

        void configured(String by, String text, boolean evenIfAbsent) {
            try {
                RuntimeEndpoint named = EndpointText.parse(text);
                Path socket = root.resolve(named.socket().toString());
                if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
                    add(new RuntimeEndpoint(named.kind(), seen(named.socket().toString())), by + ": ");
                    return;
                }
                refused.add(by + " names " + EndpointText.printable(text) + ", but there is no such socket.");
                if (evenIfAbsent) {
                    endpoints.putIfAbsent(
                            socket,
                            new RuntimeEndpoint(
                                    named.kind(), seen(named.socket().toString())));
                }
            } catch (UnusableEndpointException e) {
                refused.add(by + ": " + e.getMessage());
            }
        }

        void standing(RuntimeEndpoint endpoint) {
            add(endpoint, "");
        }

        private void add(RuntimeEndpoint endpoint, String by) {
            Optional<String> fault = SocketFault.byLooks(endpoint.socket());
            if (fault.isPresent()) {
                refused.add(by + fault.get() + ".");
            } else {
                endpoints.putIfAbsent(real(endpoint.socket()), endpoint);
            }
        }

        void legacy(String path, String sentence) {
            if (Files.exists(root.resolve(path))) {
                refused.add(sentence);
            }
        }
    }

    /** Where a path of the node is seen; on the node itself as it is written, which people know it by. */
    private Path seen(String path) {
        return root.isOwn() ? Path.of(path).normalize() : root.resolve(path);
    }

    private static Path real(Path socket) {
        try {
            return socket.toRealPath();
        } catch (IOException e) {
            return socket;
        }
    }

    /** The key {@code runtime-endpoint} of crictl's configuration (cri-tools, docs/crictl.md). */
    private Optional<String> crictl(Search search) {
        if (!root.exists(CRICTL)) {
            return Optional.empty();
        }
        Optional<String> text =
                root.read(CRICTL, "which runtime it names", problem -> search.refused.add(problem.sentence()));
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : YamlReader.read(text.get()).stream()
                            .findFirst()
                            .flatMap(document -> document.at("runtime-endpoint"))
                            .flatMap(node -> node.text())
                            .filter(endpoint -> !endpoint.isBlank());
        } catch (YamlException e) {
            search.refused.add(CRICTL + ":" + e.line() + ": it " + e.getMessage()
                    + "; the sockets that are there are looked at all the same.");
            return Optional.empty();
        }
    }
}
