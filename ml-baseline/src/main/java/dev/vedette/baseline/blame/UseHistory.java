package dev.vedette.baseline.blame;

import java.util.Map;
import java.util.Set;

/** How much each container usually uses of one resource. Not thread-safe. */
final class UseHistory {
    private static final double GROWTH = 1.25;

    private final long leastGrowth;
    private final Remembered<Usual> usual = new Remembered<>(Usual::new);

    /** @param leastGrowth what harms nobody, see {@link Resource#leastGrowth} */
    UseHistory(long leastGrowth) {
        this.leastGrowth = leastGrowth;
    }

    /** Whether a container uses clearly more than it usually does; one that was just met always does. */
    boolean grown(String container, long used) {
        Usual own = usual.ifKnown(container);
        long before = own == null || !own.known() ? 0 : own.median();
        return used > GROWTH * before && used - before >= leastGrowth;
    }

    /** @param culprits whose use in this window is not to become their usual one */
    void learn(Map<String, Long> uses, Set<String> culprits) {
        uses.keySet().stream().filter(key -> !culprits.contains(key)).forEach(usual::of);
        usual.forEach((key, own) -> {
            if (!culprits.contains(key)) {
                own.add(uses.getOrDefault(key, 0L));
            }
        });
        usual.nextWindow();
    }
}
