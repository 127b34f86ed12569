package dev.vedette.sensor.response;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Container;
import dev.vedette.sensor.cri.ContainerRuntime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what would be lost with a process or a container. Thread-safe.
 *
 * <p>It is kept on the node, since it may hold secrets: arguments, paths, addresses. Memory is not kept, and neither are
 * files. What fails is said and never keeps a response from being carried out.
 */
final class Evidence {
    private static final Logger LOG = LoggerFactory.getLogger(Evidence.class);

    private final Optional<EvidenceFolder> folder;
    private final Function<Container, List<String>> recentEvents;
    private final FindingJson json = new FindingJson();

    /**
     * @param folder empty: nothing is kept
     * @param recentEvents of a container, the oldest first, in words
     */
    Evidence(Optional<EvidenceFolder> folder, Function<Container, List<String>> recentEvents) {
        this.folder = folder;
        this.recentEvents = recentEvents;
    }

    /**
     * Keeps what there is of these processes.
     *
     * @return where, for people; "" if nothing was kept
     */
    String keep(Order order, List<Integer> pids) {
        if (folder.isEmpty()) {
            return "";
        }
        try {
            Path kept = folder.get().create(order.id());
            ProcessEvidence processes = new ProcessEvidence(pids);
            OwnFiles.create(kept.resolve("processes.txt"), processes.processes());
            OwnFiles.create(kept.resolve("descriptors.txt"), processes.descriptors());
            OwnFiles.create(kept.resolve("sockets.txt"), processes.sockets());
            OwnFiles.create(kept.resolve("maps.txt"), processes.maps());
            OwnFiles.create(kept.resolve("events.txt"), events(order.container()));
            if (order.finding() != null) {
                OwnFiles.create(
                        kept.resolve("finding.json"), new String(json.encode(order.finding()), StandardCharsets.UTF_8));
            }
            return "evidence is kept in " + kept;
        } catch (IOException | RuntimeException e) {
            LOG.warn("No evidence is kept of what response {} ends: {}", order.id(), e.toString());
            return "no evidence could be kept: " + e.getMessage();
        }
    }

    /** Asks the runtime for a checkpoint; in words what became of it. */
    String checkpoint(Order order, ContainerRuntime runtime) {
        if (folder.isEmpty()) {
            return "";
        }
        Path file = folder.get().root().resolve(order.id()).resolve("checkpoint.tar");
        runtime.checkpoint(order.container().id(), file);
        return "a checkpoint is kept in " + file;
    }

    private String events(Container container) {
        BoundedText text = new BoundedText(1 << 18);
        recentEvents.apply(container).forEach(text::line);
        return text.toString();
    }
}
