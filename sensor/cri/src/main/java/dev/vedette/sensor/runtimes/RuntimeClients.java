package dev.vedette.sensor.runtimes;

import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.cri.RuntimeKind;
import dev.vedette.sensor.docker.DockerClient;
import java.util.List;

/** Makes the client that an endpoint needs. */
public final class RuntimeClients {
    private RuntimeClients() {}

    /** A client in the language of the endpoint; nothing is connected before its first call. */
    public static ContainerRuntime of(RuntimeEndpoint endpoint) {
        return endpoint.kind().speaksDocker() ? new DockerClient(endpoint) : new CriClient(endpoint);
    }

    /** The clients of one node's runtimes, each container told by one of them only. */
    public static List<ContainerRuntime> of(List<RuntimeEndpoint> endpoints) {
        boolean criDockerd = endpoints.stream().anyMatch(endpoint -> endpoint.kind() == RuntimeKind.CRI_DOCKERD);
        return endpoints.stream()
                .map(endpoint -> criDockerd && endpoint.kind() == RuntimeKind.DOCKER
                        ? new DockerClient(endpoint, DockerClient.Pods.LEFT_OUT, DockerClient.DEADLINE)
                        : of(endpoint))
                .toList();
    }
}
