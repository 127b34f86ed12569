package dev.vedette.sensor.outputs.console;

import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ResponseAction;
import java.util.Optional;

/**
 * A response that a person asked for at the console.
 *
 * @param id the same if it is delivered again
 * @param process for {@link ResponseAction#KILL_PROCESS}
 * @param findingId the finding it answers, "" if none
 */
public record Command(
        String id,
        ResponseAction action,
        String containerId,
        Optional<ProcessId> process,
        String findingId,
        String requestedBy) {
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
                        wire.getRequestedBy()));
    }
}
