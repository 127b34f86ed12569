package dev.vedette.console.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vedette.console.ingest.Intake;
import dev.vedette.console.ingest.NodeRegistry;
import dev.vedette.console.store.FindingStore;
import dev.vedette.console.store.StoreException;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.feed.wire.Command;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.ResponseAction;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes a person's response on to the node. Whom it concerns is taken from the stored finding, never from the
 * request, so that a forged request cannot name another process.
 */
public final class RespondApi {
    private static final Logger LOG = LoggerFactory.getLogger(RespondApi.class);

    private final FindingStore store;
    private final Intake intake;
    private final NodeRegistry nodes;
    private final FindingJson json;
    private final Clock clock;

    public RespondApi(FindingStore store, Intake intake, NodeRegistry nodes, FindingJson json, Clock clock) {
        this.store = store;
        this.intake = intake;
        this.nodes = nodes;
        this.json = json;
        this.clock = clock;
    }

    /** POST /api/respond with {@code action} and {@code finding} or {@code container}. */
    public void respond(Context request) throws StoreException {
        Body body = Body.of(request);
        ResponseAction action = ResponseAction.parse(body.text("action"))
                .filter(a -> a != ResponseAction.ALERT && a != ResponseAction.DENY && a != ResponseAction.UNDO)
                .orElseThrow(() -> new ApiException(
                        HttpStatus.BAD_REQUEST,
                        "action must be kill-process, throttle, isolate-network, pause, resume, stop or evict"));
        Finding finding = finding(body.text("finding"), body.text("container"));
        checkPossible(action, finding);
        Command command = command(action, finding, AccessGate.of(request).user());
        record(command, finding.node());
        if (!nodes.send(finding.node(), command)) {
            throw new ApiException(
                    HttpStatus.CONFLICT, "node " + finding.node() + " is not connected: nothing was done, try again");
        }
        request.status(HttpStatus.ACCEPTED);
        Body.answer(
                request,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("command", command.getId())
                        .put("node", finding.node()));
    }

    private Finding finding(String id, String container) throws StoreException {
        Optional<Finding> found = id.isEmpty()
                ? container.isEmpty()
                        ? Optional.empty()
                        : store.newestOf(container).map(json::decodeFinding)
                : store.findingJson(id).map(json::decodeFinding).or(() -> intake.unstored(id));
        Finding finding = found.orElseThrow(
                () -> new ApiException(HttpStatus.NOT_FOUND, "there is no such finding: name one by id or container"));
        if (!container.isEmpty() && !container.equals(finding.container().id())) {
            throw new ApiException(HttpStatus.CONFLICT, "the finding is about another container");
        }
        return finding;
    }

    private static void checkPossible(ResponseAction action, Finding finding) {
        if (finding.origin() == Origin.RECORDING) {
            throw new ApiException(HttpStatus.CONFLICT, "this is a recording: there is nothing to respond to");
        }
        if (action == ResponseAction.KILL_PROCESS) {
            if (finding.process() == null) {
                throw new ApiException(HttpStatus.CONFLICT, "the finding names no process");
            }
        } else if (finding.container().onHost()) {
            throw new ApiException(HttpStatus.CONFLICT, "the finding is about the node itself, not a container");
        }
    }

    private static Command command(ResponseAction action, Finding finding, String user) {
        Command.Builder command = Command.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setAction(action.label())
                .setContainerId(finding.container().id())
                .setFindingId(finding.id())
                .setRequestedBy(user);
        if (action == ResponseAction.KILL_PROCESS) {
            command.setPid(finding.process().pid());
            command.setStartBootNanos(finding.process().id().startBootNanos());
        }
        return command.build();
    }

    /** A store that cannot write must not keep people from stopping an attack: then the log is the record. */
    private void record(Command command, String node) {
        Instant now = clock.instant();
        LOG.info(
                "{} asks for {} of container {} on node {}",
                command.getRequestedBy(),
                command.getAction(),
                command.getContainerId(),
                node);
        try {
            store.record(new FindingStore.Request(
                    command.getId(),
                    now.getEpochSecond() * 1_000_000_000L + now.getNano(),
                    command.getRequestedBy(),
                    node,
                    command.getAction(),
                    command.getContainerId(),
                    command.getFindingId()));
        } catch (StoreException e) {
            LOG.warn("The request stands only in this log: {}", e.getMessage());
        }
    }
}
