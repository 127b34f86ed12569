package dev.vedette.cli;

import dev.vedette.sensor.cri.RuntimeDiscovery;
import dev.vedette.sensor.cri.RuntimeDiscovery.UnusableEndpointException;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The node's container runtimes. */
final class Runtimes {
    private Runtimes() {}

    /** Those that the user names, or those that are found where he names none. */
    static List<RuntimeEndpoint> named(List<String> sockets) {
        if (sockets == null || sockets.isEmpty()) {
            RuntimeDiscovery.Found found = discovered();
            found.refused().forEach(reason -> System.err.println("vedette: " + reason));
            return found.cri();
        }
        List<RuntimeEndpoint> endpoints = new ArrayList<>();
        for (String socket : sockets) {
            try {
                endpoints.add(RuntimeDiscovery.parse(socket));
            } catch (UnusableEndpointException e) {
                throw new CommandFailed(e.getMessage(), e);
            }
        }
        return endpoints;
    }

    static RuntimeDiscovery.Found discovered() {
        return new RuntimeDiscovery(Path.of("/")).discover();
    }
}
