package dev.vedette.sensor.outputs.console;

import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import java.util.Optional;

/**
 * A response that a person asked for at the console.
 *
 * @param id the same if it is delivered again
 * @param process for {@link ResponseAction#KILL_PROCESS}
 * @param findingId the finding it answers, "" if none
 * @param dryRun nothing is to be done, only said what would be
 * @param undoOf for {@link ResponseAction#UNDO}: the response to take back, else ""
 * @param why the person's reason, "" if none was given
 */
public record Command(
        String id,
        ResponseAction action,
        String containerId,
        Optional<ProcessId> process,
        String findingId,
        String requestedBy,
        ResponseOptions options,
        boolean dryRun,
        String undoOf,
        String why) {
    /** @throws IllegalArgumentException if an option means nothing to this sensor */
    static Optional<Command> of(dev.vedette.policy.feed.wire.Command wire) {
        Optional<ProcessId> process = wire.getPid() == 0
                ? Optional.empty()
                : Optional.of(new ProcessId(wire.getPid(), wire.getStartBootNanos()));
        return ResponseAction.parse(wire.getAction())
                .map(action -> new Command(
                        wire.getId(),
                        action,
                        wire.getContainerId(),
                        process,
                        wire.getFindingId(),
                        wire.getRequestedBy(),
                        ResponseOptions.of(wire.getOptionsMap()),
                        wire.getDryRun(),
                        wire.getUndoOf(),
                        wire.getWhy()));
    }
}
