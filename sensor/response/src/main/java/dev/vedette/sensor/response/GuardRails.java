package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ResponseAction;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What must not be done, whoever asks. Thread-safe.
 *
 * <p>Budgets bind policy only: a rule that has gone mad must not be able to take away a person's means. Letting go on is
 * never limited.
 */
final class GuardRails {
    private static final int INIT = 1;
    /** The parent of all kernel threads. */
    private static final int KTHREADD = 2;

    private final ResponseSettings settings;
    private final SensorSelf self;
    private final ResponseBudget budget;

    GuardRails(ResponseSettings settings, SensorSelf self, LongSupplier nanoTime) {
        this.settings = settings;
        this.self = self;
        this.budget = new ResponseBudget(settings, nanoTime);
    }

    /**
     * Why the action is refused; empty if it may be done, which an automatic one has then paid for.
     *
     * @param process null where none is concerned
     */
    Optional<String> refusal(ResponseAction action, Container container, ProcessId process, boolean automatic) {
        if (automatic && settings.auditOnly()) {
            return Optional.of("this sensor runs in audit mode");
        }
        Optional<String> reason = refusalOfTarget(action, container)
                .or(() -> action == ResponseAction.KILL_PROCESS ? refusalOf(process) : Optional.empty());
        if (reason.isPresent() || !automatic || action == ResponseAction.RESUME) {
            return reason;
        }
        return budget.spend(container.workloadKey());
    }

    private Optional<String> refusalOfTarget(ResponseAction action, Container container) {
        return switch (container.identity()) {
            case HOST -> refusalOfHost(action);
            case PENDING ->
                Optional.of("the runtime has not said yet which container " + container.displayName()
                        + " is, so it may be a protected one");
            case KNOWN -> refusalOfContainer(container);
        };
    }

    private Optional<String> refusalOfHost(ResponseAction action) {
        if (action != ResponseAction.KILL_PROCESS) {
            return Optional.of("the node itself is no container that could be held or stopped");
        }
        return settings.hostProcesses()
                ? Optional.empty()
                : Optional.of("processes of the node itself are left alone unless host processes are allowed");
    }

    private Optional<String> refusalOfContainer(Container container) {
        if (self.containerId().filter(container.id()::equals).isPresent()) {
            return Optional.of("that is the sensor's own container");
        }
        String namespace = container.pod().namespace();
        return settings.protectedNamespaces().contains(namespace)
                ? Optional.of("the namespace " + namespace + " is protected")
                : Optional.empty();
    }

    private Optional<String> refusalOf(ProcessId process) {
        if (process == null || process.pid() <= 0) {
            return Optional.of("no process is named");
        }
        if (process.pid() == INIT || process.pid() == KTHREADD) {
            return Optional.of("process " + process.pid() + " keeps the node alive");
        }
        if (process.pid() == self.pid()) {
            return Optional.of("that is the sensor itself");
        }
        return Optional.empty();
    }
}
