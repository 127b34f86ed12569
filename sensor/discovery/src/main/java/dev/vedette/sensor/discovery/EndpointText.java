package dev.vedette.sensor.discovery;

import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.cri.RuntimeKind;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/** Endpoints as people and configuration files write them. */
public final class EndpointText {
    /** dockershim left the kubelet in 1.24 (kubernetes.io, Dockershim Removal FAQ). */
    static final String DOCKERSHIM = "dockershim is gone since Kubernetes 1.24 and speaks no CRI v1: move the node to"
            + " containerd, CRI-O or cri-dockerd.";

    /** rkt left the kubelet in 1.10, rktlet and rkt itself were archived in 2019 and 2020. */
    static final String RKT =
            "rkt and its rktlet are no longer maintained and speak no CRI v1: move the node to containerd"
                    + " or CRI-O.";

    private EndpointText() {}

    /**
     * Reads a path, or {@code unix://} and a path.
     *
     * @throws UnusableEndpointException for what is recognised but cannot be used
     */
    public static RuntimeEndpoint parse(String text) throws UnusableEndpointException {
        String path = text.strip();
        refuseOthers(path);
        if (path.startsWith("unix:")) {
            path = path.substring("unix:".length()).replaceFirst("^//", "");
        } else if (path.contains("://")) {
            throw new UnusableEndpointException(
                    path + " is not a unix socket: write unix:///run/containerd/containerd.sock, for example.");
        }
        try {
            if (path.startsWith("/")) {
                return new RuntimeEndpoint(kindOf(path), Path.of(path));
            }
        } catch (InvalidPathException e) {
            // as for every other text that is no path
        }
        throw new UnusableEndpointException("The runtime's socket " + printable(text)
                + " must be an absolute path, such as /run/containerd/containerd.sock.");
    }

    private static void refuseOthers(String text) throws UnusableEndpointException {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("npipe:") || text.startsWith("\\\\") || lower.matches("[a-z]:[\\\\/].*")) {
            throw new UnusableEndpointException(
                    printable(text) + " is of Windows; Vedette watches Linux nodes, where runtimes have unix sockets.");
        }
        if (lower.startsWith("tcp:") || lower.startsWith("http:") || lower.startsWith("https:")) {
            throw new UnusableEndpointException(printable(text) + " is a network address, where anybody could answer;"
                    + " name the runtime's unix socket, for example unix:///run/docker.sock.");
        }
        if (lower.contains("dockershim")) {
            throw new UnusableEndpointException(DOCKERSHIM);
        }
        if (lower.contains("rktlet")) {
            throw new UnusableEndpointException(RKT);
        }
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

    /** What comes from a file or another process must not move the reader's cursor. */
    static String printable(String text) {
        String shown = text.length() <= 200 ? text : text.substring(0, 200) + "…";
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
