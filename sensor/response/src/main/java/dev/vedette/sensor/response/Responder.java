package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.ResponseOutcome.Status;
import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.metrics.Metrics;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out responses on this node.
 *
 * <p>Guarantees: whatever goes wrong, every action that is asked for yields exactly one outcome and one count; nothing is
 * {@link Status#VERIFIED} whose effect was not seen. A call blocks until the effect was seen or its bound has passed
 * (kill 2 s, pause and resume 5 s, stop until the runtime answers), so it must not be made
 * on the thread that reads events. Thread-safe.
 */
public final class Responder {
    /** Who asks when policy does. */
    public static final String POLICY = "policy";

    private static final Logger LOG = LoggerFactory.getLogger(Responder.class);

    private final String node;
    private final List<ContainerRuntime> runtimes;
    private final GuardRails rails;
    private final Clock clock;
    private final ProcessKill kill = new ProcessKill();
    private final ContainerHold hold;
    private final ContainerStop stop;
    private final Metrics.Counter responses;

    /**
     * @param node the node's name, for the outcomes
     * @param runtimes the runtimes that containers may belong to; closed by the caller
     */
    public Responder(
            String node,
            List<? extends ContainerRuntime> runtimes,
            CgroupFreezer freezer,
            ResponseSettings settings,
            SensorSelf self,
            Metrics metrics,
            Clock clock) {
        this.node = node;
        this.runtimes = List.copyOf(runtimes);
        this.rails = new GuardRails(settings, self, System::nanoTime);
        this.clock = clock;
        this.hold = new ContainerHold(freezer, runtimes);
        this.stop = new ContainerStop(settings.stopGrace());
        this.responses = metrics.counter(
                "vedette_responses_total", "Responses by action and by how they ended.", "action", "status");
    }

    /**
     * Whether policy wants more than to say so: what {@link #respond} may be asked for. A recording's processes and
     * containers are not of this node, though their numbers may be.
     */
    public static boolean isCalledFor(Finding finding) {
        return finding.origin() == Origin.LIVE
                && finding.verdict().enforced()
                && !finding.verdict().withheld()
                && finding.verdict().action() != ResponseAction.ALERT;
    }

    /**
     * Does what policy has decided.
     *
     * @throws IllegalArgumentException if nothing is called for, see {@link #isCalledFor}
     */
    public ResponseOutcome respond(Finding finding) {
        if (!isCalledFor(finding)) {
            throw new IllegalArgumentException("Finding " + finding.id() + " calls for no response.");
        }
        ProcessId process = finding.process() == null ? null : finding.process().id();
        return outcome(finding.id(), finding.verdict().action(), finding.container(), process, POLICY, true);
    }

    /**
     * Does what a person asks for.
     *
     * @param process needed for {@link ResponseAction#KILL_PROCESS} only, else null
     * @param requestedBy who asked, as the console or the command line knows the person
     */
    public ResponseOutcome act(ResponseAction action, Container container, ProcessId process, String requestedBy) {
        return outcome("", action, container, process, requestedBy, false);
    }

    private ResponseOutcome outcome(
            String findingId,
            ResponseAction action,
            Container container,
            ProcessId process,
            String requestedBy,
            boolean automatic) {
        Effect effect;
        try {
            effect = rails.refusal(action, container, process, automatic)
                    .map(Effect::refused)
                    .orElseGet(() -> carryOut(action, container, process, automatic));
        } catch (RuntimeException e) {
            LOG.error("{} of {} ended in an error of our own", action.label(), container.displayName(), e);
            effect = Effect.failed("", "an error of the sensor itself: " + e);
        }
        responses.increment(action.label(), effect.status().name().toLowerCase(Locale.ROOT));
        String target = action == ResponseAction.KILL_PROCESS && process != null
                ? Integer.toString(process.pid())
                : container.id();
        return new ResponseOutcome(
                findingId,
                action,
                node,
                container,
                target,
                effect.status(),
                effect.how(),
                effect.detail(),
                requestedBy,
                epochNanos());
    }

    private Effect carryOut(ResponseAction action, Container container, ProcessId process, boolean automatic) {
        return switch (action) {
            case ALERT -> Effect.verified("", "nothing more than the finding was asked for");
            case KILL_PROCESS -> kill(container, process, automatic);
            case PAUSE -> hold.pause(container.id());
            case RESUME -> hold.resume(container.id());
            case STOP -> stop.stop(runtimeOf(container), container.id());
        };
    }

    /** A person names container and process apart, and must not reach a protected container under another's name. */
    private Effect kill(Container container, ProcessId process, boolean automatic) {
        boolean belongs = container.onHost() ? kill.belongsToHost(process) : kill.belongsTo(process, container.id());
        if (!automatic && !belongs) {
            return Effect.refused("process " + process.pid() + " does not run in " + container.displayName());
        }
        return kill.kill(process);
    }

    private Optional<ContainerRuntime> runtimeOf(Container container) {
        for (ContainerRuntime runtime : runtimes) {
            try {
                if (runtime.container(container.id()).isPresent()) {
                    return Optional.of(runtime);
                }
            } catch (ContainerRuntimeException e) {
                LOG.warn("A runtime is left out of the response: {}", e.getMessage());
            }
        }
        return Optional.empty();
    }

    private long epochNanos() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
