package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ResponseAction;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * What must not be done, whoever asks. Thread-safe.
 *
 * <p>Budgets, the kill switch and the last replica bind policy only: a rule that has gone mad must not be able to take
 * away a person's means. Letting go is never limited.
 */
final class GuardRails {
    private final ResponseSettings settings;
    private final ProtectedTargets targets;
    private final ResponseBudget budget;
    private final KillSwitch killSwitch;
    private final LongSupplier heldContainers;
    private final Optional<Cluster> cluster;

    /** @param heldContainers how many are held or cut off now */
    GuardRails(
            ResponseSettings settings,
            SensorSelf self,
            LongSupplier nanoTime,
            KillSwitch killSwitch,
            LongSupplier heldContainers,
            Optional<Cluster> cluster) {
        this.settings = settings;
        this.targets = new ProtectedTargets(settings, self);
        this.budget = new ResponseBudget(settings, nanoTime);
        this.killSwitch = killSwitch;
        this.heldContainers = heldContainers;
        this.cluster = cluster;
    }

    /** Without kill switch, other held containers and cluster. */
    GuardRails(ResponseSettings settings, SensorSelf self, LongSupplier nanoTime) {
        this(settings, self, nanoTime, new KillSwitch(Optional.empty()), () -> 0, Optional.empty());
    }

    /**
     * Why the action is refused; empty if it may be done, which an automatic one has then paid for.
     *
     * @param process null where none is concerned
     */
    Optional<String> refusal(ResponseAction action, Container container, ProcessId process, boolean automatic) {
        Optional<String> whole = automatic && !action.letsGo() ? refusalOfAll() : Optional.empty();
        Optional<String> reason = whole.or(() -> targets.refusal(action, container))
                .or(() -> action == ResponseAction.KILL_PROCESS ? targets.refusal(process) : Optional.empty());
        if (reason.isPresent() || !automatic || action.letsGo()) {
            return reason;
        }
        return refusalOfQuarantine(action)
                .or(() -> refusalOfLastReplica(action, container))
                .or(() -> budget.spend(container.workloadKey()));
    }

    private Optional<String> refusalOfAll() {
        if (settings.auditOnly()) {
            return Optional.of("this sensor runs in audit mode");
        }
        return killSwitch
                .stopped()
                .map(who -> "all automatic responses are " + who + "; 'vedette respond resume-all' lets them go on");
    }

    private Optional<String> refusalOfQuarantine(ResponseAction action) {
        boolean holds = action == ResponseAction.PAUSE || action == ResponseAction.ISOLATE_NETWORK;
        return holds && heldContainers.getAsLong() >= settings.maxHeld()
                ? Optional.of("already " + settings.maxHeld() + " containers of this node are held or cut off;"
                        + " 'vedette respond list' shows them")
                : Optional.empty();
    }

    /** What is left of a service that has one replica is nothing; a limited or denied one still serves. */
    private Optional<String> refusalOfLastReplica(ResponseAction action, Container container) {
        boolean takesAway = action == ResponseAction.PAUSE
                || action == ResponseAction.STOP
                || action == ResponseAction.EVICT
                || action == ResponseAction.ISOLATE_NETWORK;
        if (!takesAway || cluster.isEmpty()) {
            return Optional.empty();
        }
        try {
            OptionalInt others = cluster.get().otherReadyReplicas(container);
            return others.isPresent() && others.getAsInt() == 0
                    ? Optional.of(
                            "it is the last ready replica of " + container.pod().workload())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of("whether it is the last ready replica cannot be told: " + e.getMessage());
        }
    }
}
