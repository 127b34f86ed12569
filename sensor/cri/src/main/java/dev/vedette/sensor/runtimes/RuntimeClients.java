package dev.vedette.sensor.runtimes;

import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.cri.RuntimeEndpoint;

/** Makes the client that an endpoint needs. */
public final class RuntimeClients {
    private RuntimeClients() {}

    /** A client in the language of the endpoint; nothing is connected before its first call. */
    public static ContainerRuntime of(RuntimeEndpoint endpoint) {
        return new CriClient(endpoint);
    }
}
