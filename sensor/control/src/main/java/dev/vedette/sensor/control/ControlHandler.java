package dev.vedette.sensor.control;

import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.sensor.control.wire.ContainerLine;
import dev.vedette.sensor.control.wire.DenialLine;
import dev.vedette.sensor.control.wire.NeighboursReply;
import dev.vedette.sensor.control.wire.ResponsesReply;
import java.util.List;
import java.util.function.Consumer;

/** What a sensor answers. Called by several threads. */
public interface ControlHandler {
    List<ContainerLine> containers();

    /** The findings of late, oldest first, as JSON. */
    List<byte[]> recentFindings();

    /**
     * Hands over the findings of late and then each from now on, none twice and none left out. The listener must not
     * block.
     *
     * @return ends it
     */
    AutoCloseable follow(Consumer<byte[]> listener);

    /**
     * @param options how it is to be done
     * @param dryRun nothing is done
     * @return the outcome as JSON
     * @throws IllegalArgumentException if there is no such target, or more than one; the message says which
     */
    byte[] respond(ResponseAction action, String target, ResponseOptions options, boolean dryRun, String requestedBy);

    /**
     * Takes a response back.
     *
     * @return the outcome as JSON
     * @throws IllegalArgumentException if no response with this id lasts
     */
    byte[] undo(String id, String requestedBy);

    /** What lasts, what was done of late, and whether automatic responses are stopped. */
    ResponsesReply responses();

    /** What is denied to containers now, a line for each rule of each. */
    List<DenialLine> denials();

    /** Who waited behind whom in the newest window. */
    NeighboursReply neighbours();

    /**
     * Denies nothing to a container any more.
     *
     * @return the container, for people
     * @throws IllegalArgumentException if there is no such container, or more than one; the message says which
     */
    String lift(String target, String requestedBy);
}
