package dev.vedette.cli;

import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.cri.RuntimeKind;
import dev.vedette.sensor.discovery.EndpointText;
import dev.vedette.sensor.discovery.RuntimeDiscovery;
import dev.vedette.sensor.discovery.UnusableEndpointException;
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
            return found.endpoints().stream()
                    .filter(endpoint ->
                            endpoint.kind() != RuntimeKind.PODMAN) // known by its state, without its service
                    .toList();
        }
        List<RuntimeEndpoint> endpoints = new ArrayList<>();
        for (String socket : sockets) {
            try {
                endpoints.add(EndpointText.parse(socket));
            } catch (UnusableEndpointException e) {
                throw new CommandFailed(e.getMessage(), e);
            }
        }
        return endpoints;
    }

    static RuntimeDiscovery.Found discovered() {
        return new RuntimeDiscovery(NodeRoot.own()).discover();
    }
}
