package dev.vedette.sensor.posture.version;

import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.cri.RuntimeVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The versions that runtimes answer over CRI. One that does not answer is told by whoever looks at their health. */
final class AnsweredVersions {
    private static final Logger LOG = LoggerFactory.getLogger(AnsweredVersions.class);
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private AnsweredVersions() {}

    static List<NodeComponent> of(List<RuntimeEndpoint> endpoints) {
        List<NodeComponent> parts = new ArrayList<>();
        for (RuntimeEndpoint endpoint : endpoints) {
            try (CriClient client = new CriClient(endpoint, DEADLINE)) {
                RuntimeVersion version = client.version();
                parts.add(new NodeComponent(
                        version.name().toLowerCase(Locale.ROOT),
                        version.version(),
                        endpoint.socket().toString(),
                        "as it answers over CRI",
                        Optional.empty(),
                        false));
            } catch (ContainerRuntimeException e) {
                LOG.debug("{} tells no version: {}", endpoint, e.getMessage());
            }
        }
        return parts;
    }
}
