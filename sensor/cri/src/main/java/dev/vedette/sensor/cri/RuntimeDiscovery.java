package dev.vedette.sensor.cri;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Finds the container runtimes of a node: by the sockets that their own documentation names, and by what
 * {@code /etc/crictl.yaml} says. Only looks at the file system; whether somebody answers, {@link CriClient} shows.
 *
 * @param root where the node's file system is seen, {@code /} unless the sensor runs in a container
 */
public record RuntimeDiscovery(Path root) {
    /** By distribution: containerd and its embedders k3s, RKE2 (the same as k3s), k0s and MicroK8s; then the others. */
    private static final Map<String, RuntimeKind> WELL_KNOWN = wellKnown();

    private static final String CRICTL = "etc/crictl.yaml";

    private static final String DOCKERSHIM =
            "dockershim is gone since Kubernetes 1.24 and speaks no CRI v1: move the node to containerd, CRI-O or"
                    + " cri-dockerd.";

    /**
     * What was found.
     *
     * @param endpoints sockets that are there, each once; those that speak CRI first
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

    /** An endpoint that cannot be used; the message is one sentence. */
    public static final class UnusableEndpointException extends Exception {
        private static final long serialVersionUID = 1;

        UnusableEndpointException(String message) {
            super(message);
        }
    }

    public Found discover() {
        Map<Path, RuntimeEndpoint> endpoints = new LinkedHashMap<>();
        List<String> refused = new ArrayList<>();
        configured().ifPresent(endpoint -> {
            try {
                RuntimeEndpoint parsed = parse(endpoint);
                Path seen = root.resolve(relative(parsed.socket()));
                if (Files.exists(seen)) {
                    endpoints.put(real(seen), new RuntimeEndpoint(parsed.kind(), seen.toAbsolutePath()));
                } else {
                    refused.add("/" + CRICTL + " names " + endpoint + ", but there is no such socket.");
                }
            } catch (UnusableEndpointException e) {
                refused.add("/" + CRICTL + ": " + e.getMessage());
            }
        });
        WELL_KNOWN.forEach((path, kind) -> {
            Path seen = root.resolve(path);
            if (Files.exists(seen)) {
                endpoints.putIfAbsent(real(seen), new RuntimeEndpoint(kind, seen.toAbsolutePath()));
            }
        });
        if (Files.exists(root.resolve("run/dockershim.sock"))) {
            refused.add(DOCKERSHIM);
        }
        return new Found(List.copyOf(endpoints.values()), refused);
    }

    /**
     * Reads an endpoint as people write it: a path, or {@code unix://} and a path.
     *
     * @throws UnusableEndpointException for what is recognised but cannot be used
     */
    public static RuntimeEndpoint parse(String text) throws UnusableEndpointException {
        String path = text.strip();
        if (path.startsWith("npipe:") || path.startsWith("\\\\")) {
            throw new UnusableEndpointException(path
                    + " is a named pipe of Windows; Vedette watches Linux nodes, where runtimes have unix sockets.");
        }
        if (path.contains("dockershim")) {
            throw new UnusableEndpointException(DOCKERSHIM);
        }
        if (path.startsWith("unix:")) {
            path = path.substring("unix:".length()).replaceFirst("^//", "");
        } else if (path.contains("://")) {
            throw new UnusableEndpointException(
                    path + " is not a unix socket: write unix:///run/containerd/containerd.sock, for example.");
        }
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw new UnusableEndpointException("The runtime's socket " + text + " must be an absolute path, such as"
                    + " /run/containerd/containerd.sock.");
        }
        return new RuntimeEndpoint(kindOf(path), Path.of(path));
    }

    /** By the file's name, which private and embedded runtimes keep. */
    private static RuntimeKind kindOf(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        return switch (file) {
            case "containerd.sock" -> RuntimeKind.CONTAINERD;
            case "crio.sock" -> RuntimeKind.CRI_O;
            case "cri-dockerd.sock" -> RuntimeKind.CRI_DOCKERD;
            case "docker.sock" -> RuntimeKind.DOCKER;
            case "podman.sock" -> RuntimeKind.PODMAN;
            default -> RuntimeKind.OTHER;
        };
    }

    /** The key {@code runtime-endpoint} of crictl's configuration (cri-tools, docs/crictl.md). */
    private Optional<String> configured() {
        Path file = root.resolve(CRICTL);
        try {
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            Object document = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            return document instanceof Map<?, ?> map && map.get("runtime-endpoint") instanceof String endpoint
                    ? Optional.of(endpoint).filter(e -> !e.isBlank())
                    : Optional.empty();
        } catch (IOException | YamlEngineException e) {
            return Optional.empty(); // crictl's own trouble; the well-known sockets are looked at all the same
        }
    }

    private static String relative(Path path) {
        return path.toString().substring(1);
    }

    private static Path real(Path socket) {
        try {
            return socket.toRealPath();
        } catch (IOException e) {
            return socket.toAbsolutePath();
        }
    }

    private static Map<String, RuntimeKind> wellKnown() {
        Map<String, RuntimeKind> sockets = new LinkedHashMap<>();
        sockets.put("run/containerd/containerd.sock", RuntimeKind.CONTAINERD);
        sockets.put("run/k3s/containerd/containerd.sock", RuntimeKind.CONTAINERD);
        sockets.put("run/k0s/containerd.sock", RuntimeKind.CONTAINERD);
        sockets.put("var/snap/microk8s/common/run/containerd.sock", RuntimeKind.CONTAINERD);
        sockets.put("run/crio/crio.sock", RuntimeKind.CRI_O);
        sockets.put("run/cri-dockerd.sock", RuntimeKind.CRI_DOCKERD);
        sockets.put("run/docker.sock", RuntimeKind.DOCKER);
        sockets.put("run/podman/podman.sock", RuntimeKind.PODMAN);
        return sockets;
    }
}
