package dev.vedette.sensor.outputs.console;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the console is and how to reach it.
 *
 * @param host spoken to by TLS, unless it is a loopback address and {@code trusted} is empty
 * @param token what the node proves itself with
 * @param trusted a PEM file with the console's certificate or its authority; where empty, the system's trust is used
 * @param node this node's name
 * @param version of this sensor
 */
public record ConsoleFeedSettings(
        String host, int port, String token, Optional<Path> trusted, String node, String version) {
    public ConsoleFeedSettings {
        Objects.requireNonNull(host, "host is null");
        Objects.requireNonNull(trusted, "trusted is null");
        if (node.isBlank()) {
            throw new IllegalArgumentException("the node has no name: give it one");
        }
        if (token.isBlank()) {
            throw new IllegalArgumentException("the console's token is empty: give the one the console was given");
        }
    }
}
