package dev.vedette.sensor.runtimes;

import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.docker.DockerClient;

/** Makes the client that an endpoint needs. */
public final class RuntimeClients {
    private RuntimeClients() {}

    /** A client in the language of the endpoint; nothing is connected before its first call. */
    public static ContainerRuntime of(RuntimeEndpoint endpoint) {
        return endpoint.kind().speaksDocker() ? new DockerClient(endpoint) : new CriClient(endpoint);
    }
}
