package dev.vedette.benchmarks.neighbours;

import java.time.Duration;

/** A service that gets less than it needs by its own limit. */
record OwnQuota() implements Load {
    /** It needs three fifths. */
    private static final double SHARE = 0.45;

    @Override
    public String name() {
        return "the victim's own quota";
    }

    @Override
    public boolean selfInflicted() {
        return true;
    }

    @Override
    public void run(Lane lane, Duration lasts) throws Exception {
        GroupFiles group = GroupFiles.of(lane.service().container().pid());
        try (AutoCloseable _ = group.limitedTo(SHARE)) {
            Thread.sleep(lasts);
        }
    }
}
