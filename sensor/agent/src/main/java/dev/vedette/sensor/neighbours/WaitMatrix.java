package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.blame.BlameWindow;
import dev.vedette.baseline.blame.Resource;
import dev.vedette.policy.model.Blame;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Contention;

/** The kernel's matrix of who waited for one resource behind whom, look by look. Not thread-safe. */
public interface WaitMatrix {
    Resource resource();

    /** Adds to a window what came since the look before; at the first look since the programs were attached. */
    void look(BlameWindow window);

    /** The fact that rules are told where a neighbour did harm in the window that was looked at last. */
    Contention contention(Container victim, Blame blame, long epochNanos);
}
