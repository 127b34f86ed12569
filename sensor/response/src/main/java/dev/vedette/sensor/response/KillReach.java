package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
import java.io.IOException;
import java.util.function.IntPredicate;

/**
 * How far a kill may go.
 *
 * @param inScope which processes may be touched at all, by their numbers
 * @param guarded which of them must not be killed, whoever has started them
 * @param standstill has everything in scope stand still meanwhile, as far as that is possible
 * @param tellsEscapes whether one out of scope that the culprit has started has got away; the node's own processes start
 *     containers, which have not
 */
record KillReach(IntPredicate inScope, IntPredicate guarded, Standstill standstill, boolean tellsEscapes) {
    /** See {@link ContainerHold#during}. */
    interface Standstill {
        void during(ContainerHold.Deed<IOException> deed) throws IOException;
    }

    /** The container, or all processes of the node that are in none; nothing holds those. */
    static KillReach of(Container container, ProcessKill kill, ContainerHold hold, IntPredicate guarded) {
        return container.onHost()
                ? new KillReach(kill::belongsToHost, guarded, deed -> deed.run(false), false)
                : new KillReach(
                        pid -> kill.belongsTo(pid, container.id()),
                        guarded,
                        deed -> hold.during(container.id(), deed),
                        true);
    }
}
