package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.policy.model.ResponseOutcome.Trail;
import dev.vedette.policy.model.ResponseTarget;
import java.util.Objects;
import java.util.Optional;

/**
 * A response that is asked for.
 *
 * @param id of the response
 * @param process null where none is concerned
 * @param finding that it answers, null for one that a person asks for
 * @param requestedBy a person's name, or {@link Responder#POLICY}
 * @param dryRun nothing is to be done
 * @param asked what the person who asks says of it; {@link Asked#NOTHING} where policy does
 */
record Order(
        String id,
        ResponseAction action,
        Container container,
        ProcessId process,
        ResponseOptions options,
        Finding finding,
        String requestedBy,
        boolean dryRun,
        Asked asked) {
    Order {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(action, "action is null");
        Objects.requireNonNull(container, "container is null");
        Objects.requireNonNull(options, "options is null");
        Objects.requireNonNull(asked, "asked is null");
    }

    Order(
            String id,
            ResponseAction action,
            Container container,
            ProcessId process,
            ResponseOptions options,
            Finding finding,
            String requestedBy,
            boolean dryRun) {
        this(id, action, container, process, options, finding, requestedBy, dryRun, Asked.NOTHING);
    }

    /** Whether nobody but policy asks. */
    boolean automatic() {
        return finding != null;
    }

    /** For whose sake, where it is given to a culprit. */
    Optional<Victim> victim() {
        return finding != null && options.target() == ResponseTarget.CULPRIT
                ? Optional.of(Victim.of(finding.container()))
                : Optional.empty();
    }

    String findingId() {
        return finding == null ? asked.findingId() : finding.id();
    }

    /** What is acted on: a container's id, or a process's. */
    String target() {
        return action == ResponseAction.KILL_PROCESS && process != null
                ? Integer.toString(process.pid())
                : container.id();
    }

    Trail trail(long untilEpochNanos) {
        return finding == null
                ? new Trail(id, "", "", asked.why(), "", untilEpochNanos)
                : new Trail(
                        id,
                        finding.ruleId(),
                        finding.verdict().policy(),
                        finding.verdict().why(),
                        "",
                        untilEpochNanos);
    }
}
