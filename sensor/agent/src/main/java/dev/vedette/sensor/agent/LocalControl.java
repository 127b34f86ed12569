package dev.vedette.sensor.agent;

import com.google.protobuf.ByteString;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.sensor.control.ControlHandler;
import dev.vedette.sensor.control.wire.ContainerLine;
import dev.vedette.sensor.control.wire.DenialLine;
import dev.vedette.sensor.control.wire.NeighboursReply;
import dev.vedette.sensor.control.wire.ResponsesReply;
import dev.vedette.sensor.denial.ContainerDenials;
import dev.vedette.sensor.identity.node.NodeView;
import dev.vedette.sensor.neighbours.Neighbours;
import dev.vedette.sensor.outputs.console.Command;
import dev.vedette.sensor.outputs.console.ConsoleRequests;
import dev.vedette.sensor.response.Asked;
import dev.vedette.sensor.response.Responder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people ask of this sensor: on the node, and at the console. Thread-safe. */
final class LocalControl implements ControlHandler, ConsoleRequests {
    private static final Logger LOG = LoggerFactory.getLogger(LocalControl.class);

    private final ContainerRoster roster;
    private final RecentFindings recent;
    private final Responder responder;
    private final FindingDesk desk;
    private final FindingJson json;
    private final NodeView node;
    /** Empty when a recording is played. */
    private final Optional<ContainerDenials> denials;

    private final Optional<Neighbours> neighbours;

    LocalControl(
            ContainerRoster roster,
            RecentFindings recent,
            Responder responder,
            FindingDesk desk,
            FindingJson json,
            NodeView node,
            Optional<ContainerDenials> denials,
            Optional<Neighbours> neighbours) {
        this.roster = roster;
        this.recent = recent;
        this.responder = responder;
        this.desk = desk;
        this.json = json;
        this.node = node;
        this.denials = denials;
        this.neighbours = neighbours;
    }

    @Override
    public List<ContainerLine> containers() {
        return roster.entries().stream().map(LocalControl::line).toList();
    }

    private static ContainerLine line(ContainerRoster.Entry entry) {
        Container container = entry.container();
        return ContainerLine.newBuilder()
                .setId(container.id())
                .setName(container.name())
                .setPod(container.pod().name())
                .setNamespace(container.pod().namespace())
                .setImage(container.image())
                .setRuntime(container.runtime())
                .setPhase(entry.phase().name().toLowerCase(Locale.ROOT))
                .setIdentityPending(container.identity() == Container.Identity.PENDING)
                .setBaseline(entry.baseline().name().toLowerCase(Locale.ROOT))
                .setCgroupId(entry.cgroupId())
                .build();
    }

    @Override
    public List<byte[]> recentFindings() {
        return recent.latest();
    }

    @Override
    public AutoCloseable follow(Consumer<byte[]> listener) {
        return recent.follow(listener);
    }

    @Override
    public byte[] respond(
            ResponseAction action, String target, ResponseOptions options, boolean dryRun, String requestedBy) {
        if (action == ResponseAction.ALERT || action == ResponseAction.UNDO) {
            throw new IllegalArgumentException(action.label() + " is nothing to be done to " + target);
        }
        ResponseOutcome outcome = action == ResponseAction.KILL_PROCESS
                ? killByPid(target, dryRun, requestedBy)
                : responder.act(action, roster.named(target), null, options, dryRun, requestedBy);
        return json.encode(desk.tell(outcome, dryRun));
    }

    @Override
    public byte[] undo(String id, String requestedBy) {
        return json.encode(desk.tell(responder.undo(id, requestedBy)));
    }

    @Override
    public ResponsesReply responses() {
        ResponsesReply.Builder reply =
                ResponsesReply.newBuilder().setStopped(responder.stopped().orElse(""));
        responder.lasting().forEach(one -> reply.addLasting(ByteString.copyFrom(json.encode(one))));
        responder.recent().forEach(one -> reply.addRecent(ByteString.copyFrom(json.encode(one))));
        return reply.build();
    }

    @Override
    public List<DenialLine> denials() {
        List<DenialLine> lines = new ArrayList<>();
        for (ContainerDenials.Denied denied :
                denials.map(ContainerDenials::denied).orElse(List.of())) {
            for (String rule : denied.rules()) {
                lines.add(DenialLine.newBuilder()
                        .setContainerId(denied.container().id())
                        .setContainer(denied.container().displayName())
                        .setRule(rule)
                        .build());
            }
        }
        return lines;
    }

    @Override
    public NeighboursReply neighbours() {
        return NeighbourLines.reply(neighbours);
    }

    @Override
    public String lift(String target, String requestedBy) {
        Container container = roster.named(target);
        denials.orElseThrow(() -> new IllegalArgumentException("a recording is played: nothing is denied to anybody"))
                .lift(container, requestedBy);
        return container.displayName();
    }

    private ResponseOutcome killByPid(String target, boolean dryRun, String requestedBy) {
        int pid;
        try {
            pid = Integer.parseInt(target);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("kill-process needs a process id, not " + target, e);
        }
        ProcessId process = node.process(pid)
                .map(seen -> new ProcessId(pid, seen.startBootNanos()))
                .orElseThrow(() -> new IllegalArgumentException("there is no process " + pid));
        long cgroupId = node.cgroupIdOf(pid);
        Container container = roster.entries().stream()
                .filter(entry -> entry.cgroupId() == cgroupId)
                .map(ContainerRoster.Entry::container)
                .findFirst()
                .orElse(Container.HOST);
        return responder.act(
                ResponseAction.KILL_PROCESS, container, process, ResponseOptions.NONE, dryRun, requestedBy);
    }

    /** Carries out what the console asks for; the outcome goes back by way of the outputs. */
    @Override
    public void respond(Command command) {
        if (command.action() == ResponseAction.UNDO) {
            undo(command);
            return;
        }
        Container container = roster.byId(command.containerId()).orElse(Container.pending(command.containerId()));
        desk.respond(
                container,
                command.dryRun(),
                () -> responder.act(
                        command.action(),
                        container,
                        command.process().orElse(null),
                        command.options(),
                        command.dryRun(),
                        command.requestedBy(),
                        new Asked(command.findingId(), command.why())));
    }

    /** One that does not last any more, also if it was undone while this waited, is answered with a sentence. */
    private void undo(Command command) {
        Stream.concat(responder.lasting().stream(), responder.recent().stream())
                .filter(one -> one.id().equals(command.undoOf()))
                .findFirst()
                .ifPresentOrElse(
                        one -> desk.respond(one.container(), () -> responder.undo(one, command.requestedBy())),
                        () -> LOG.info(
                                "{} asks to undo {}, of which this sensor knows nothing",
                                command.requestedBy(),
                                command.undoOf()));
    }

    @Override
    public void automatic(boolean stopped, String requestedBy) {
        try {
            responder.stopAutomatic(stopped, requestedBy);
        } catch (IOException | IllegalStateException e) {
            LOG.error("The automatic responses are as before, {} could not change it: {}", requestedBy, e.getMessage());
        }
    }
}
