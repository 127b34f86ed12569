package dev.vedette.console.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vedette.console.ingest.Intake;
import dev.vedette.console.ingest.NodeRegistry;
import dev.vedette.console.store.FindingStore;
import dev.vedette.console.store.StoreException;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.feed.wire.Automatic;
import dev.vedette.policy.feed.wire.Command;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
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
    private static final int MOST_WHY = 500;

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

    /**
     * POST /api/respond with {@code action} and {@code finding} or {@code container}, and where wanted {@code options} as
     * policies write them, {@code dryRun} and {@code why}.
     */
    public void respond(Context request) throws StoreException {
        Body body = Body.of(request).only("action", "finding", "container", "options", "dryRun", "why");
        ResponseAction action = ResponseAction.parse(body.text("action"))
                .filter(a -> a != ResponseAction.ALERT && a != ResponseAction.UNDO)
                .orElseThrow(() -> new ApiException(
                        HttpStatus.BAD_REQUEST,
                        "action must be deny, kill-process, throttle, isolate-network, pause, resume, stop or evict"));
        Finding finding = finding(body.text("finding"), body.text("container"));
        checkPossible(action, finding);
        Command.Builder command = command(
                        action, finding, AccessGate.of(request).user())
                .putAllOptions(options(action, body.texts("options")))
                .setDryRun(body.flagIfSaid("dryRun"))
                .setWhy(why(body));
        pass(request, command.build(), finding.node());
    }

    /** POST /api/undo with {@code node} and the {@code id} of a response that lasts there. */
    public void undo(Context request) {
        Body body = Body.of(request).only("node", "id");
        String node = body.text("node");
        String id = body.text("id");
        JsonNode lasting = nodes.find(node).stream()
                .flatMap(known -> LastingResponses.of(known.status()).stream())
                .filter(one -> one.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> new ApiException(
                        HttpStatus.NOT_FOUND, "no response " + id + " lasts on node " + node + ": nothing to undo"));
        pass(
                request,
                Command.newBuilder()
                        .setId(UUID.randomUUID().toString())
                        .setAction(ResponseAction.UNDO.label())
                        .setContainerId(lasting.at("/container/id").asText())
                        .setFindingId(lasting.path("findingId").asText())
                        .setRequestedBy(AccessGate.of(request).user())
                        .setUndoOf(id)
                        .build(),
                node);
    }

    /** POST /api/automatic with {@code node} and {@code stopped}: the switch of all automatic responses. */
    public void automatic(Context request) {
        Body body = Body.of(request).only("node", "stopped");
        boolean stopped = body.flag("stopped");
        String asked = body.text("node");
        // what is kept and logged is the name of a node, not whatever was sent
        String node = nodes.find(asked).orElseThrow(() -> away(asked)).name();
        Command kept = Command.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setAction(stopped ? "stop-all" : "resume-all")
                .setRequestedBy(AccessGate.of(request).user())
                .build();
        record(kept, node);
        if (!nodes.send(
                node,
                Automatic.newBuilder()
                        .setStopped(stopped)
                        .setRequestedBy(kept.getRequestedBy())
                        .build())) {
            throw away(node);
        }
        request.status(HttpStatus.ACCEPTED);
        Body.answer(request, JsonNodeFactory.instance.objectNode().put("node", node));
    }

    private void pass(Context request, Command command, String node) {
        record(command, node);
        if (!nodes.send(node, command)) {
            throw away(node);
        }
        request.status(HttpStatus.ACCEPTED);
        Body.answer(
                request,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("command", command.getId())
                        .put("node", node));
    }

    private static ApiException away(String node) {
        return new ApiException(HttpStatus.CONFLICT, "node " + node + " is not connected: nothing was done, try again");
    }

    private static String why(Body body) {
        String why = body.text("why").strip();
        if (why.length() > MOST_WHY) {
            throw new ApiException(HttpStatus.BAD_REQUEST, "the reason is longer than " + MOST_WHY + " characters");
        }
        return why;
    }

    /** Checked here as well as on the node, so that a person hears at once what is wrong. */
    private static Map<String, String> options(ResponseAction action, Map<String, String> given) {
        for (Map.Entry<String, String> option : given.entrySet()) {
            if (!ResponseOptions.fitting(action).contains(option.getKey())) {
                throw new ApiException(
                        HttpStatus.BAD_REQUEST, "'" + option.getKey() + "' says nothing of " + action.label());
            }
            try {
                ResponseOptions.of(Map.of(option.getKey(), option.getValue()));
            } catch (IllegalArgumentException e) {
                throw new ApiException(HttpStatus.BAD_REQUEST, option.getKey() + ": " + e.getMessage());
            }
        }
        return given;
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

    private static Command.Builder command(ResponseAction action, Finding finding, String user) {
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
        return command;
    }

    /** A store that cannot write must not keep people from stopping an attack: then the log is the record. */
    private void record(Command command, String node) {
        Instant now = clock.instant();
        LOG.info(
                "{} asks for {}{} of container '{}' on node {}, options {}, undo of '{}', why {}",
                command.getRequestedBy(),
                command.getDryRun() ? "a dry run of " : "",
                command.getAction(),
                command.getContainerId(),
                node,
                command.getOptionsMap(),
                command.getUndoOf(),
                // a person's own words: a line break in them must not begin a line of this log
                JsonNodeFactory.instance.textNode(command.getWhy()));
        try {
            store.record(new FindingStore.Request(
                    command.getId(),
                    now.getEpochSecond() * 1_000_000_000L + now.getNano(),
                    command.getRequestedBy(),
                    node,
                    command.getAction(),
                    command.getContainerId(),
                    command.getFindingId(),
                    command.getDryRun(),
                    command.getOptionsMap(),
                    command.getUndoOf(),
                    command.getWhy()));
        } catch (StoreException e) {
            LOG.warn("The request stands only in this log: {}", e.getMessage());
        }
    }
}
