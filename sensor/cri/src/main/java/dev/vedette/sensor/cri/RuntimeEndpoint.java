package dev.vedette.sensor.cri;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a runtime listens.
 *
 * @param socket an absolute path to a unix socket
 */
public record RuntimeEndpoint(RuntimeKind kind, Path socket) {
    public RuntimeEndpoint {
        Objects.requireNonNull(kind, "kind is null");
        if (!socket.isAbsolute()) {
            throw new IllegalArgumentException("The runtime's socket " + socket + " must be an absolute path.");
        }
    }

    public static RuntimeEndpoint containerd(Path socket) {
        return new RuntimeEndpoint(RuntimeKind.CONTAINERD, socket);
    }

    @Override
    public String toString() {
        return kind.label() + " at " + socket;
    }
}
