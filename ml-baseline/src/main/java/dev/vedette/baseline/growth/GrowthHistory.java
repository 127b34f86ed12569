package dev.vedette.baseline.growth;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ContainerGrowth;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What all held of something within the last seconds. Bounded by them; not thread-safe. */
public final class GrowthHistory {
    /** Looks are a second apart and never quite. */
    private static final Duration TOLERANCE = Duration.ofMillis(500);

    private final Duration kept;
    private final Deque<HoldingLook> looks = new ArrayDeque<>();

    /** @param kept what came earlier before the newest look is forgotten */
    public GrowthHistory(Duration kept) {
        this.kept = kept;
    }

    /** @param look later than all before */
    public void add(HoldingLook look) {
        long oldest = look.nanos() - kept.plus(TOLERANCE).toNanos();
        looks.removeIf(earlier -> earlier.nanos() < oldest);
        looks.addLast(look);
    }

    /** Who was there at the last look, but for the node itself. */
    public List<Container> present() {
        return looks.isEmpty()
                ? List.of()
                : looks.getLast().holdings().stream()
                        .map(HoldingLook.Holding::container)
                        .toList();
    }

    /** From the first to the last look. */
    public Duration span() {
        return looks.isEmpty()
                ? Duration.ZERO
                : Duration.ofNanos(looks.getLast().nanos() - looks.getFirst().nanos());
    }

    /**
     * Who grew, the most first.
     *
     * @param among of whom to tell; growth of others is no part of the shares
     * @param heldLately by id, what a container is known to have held shortly before the last look: who grows and is
     *     ended between two looks grew all the same
     */
    public List<ContainerGrowth> growth(Predicate<Container> among, Map<String, Long> heldLately) {
        List<Series> grown = new ArrayList<>();
        for (Series series : series()) {
            if (among.test(series.container) && series.grew(heldLately) > 0) {
                grown.add(series);
            }
        }
        double sum = grown.stream().mapToLong(one -> one.grew(heldLately)).sum();
        return grown.stream()
                .map(one -> one.growth(one.grew(heldLately), sum))
                .sorted(Comparator.comparingLong(ContainerGrowth::grew).reversed())
                .toList();
    }

    /** The limit that a container had when it was last seen; 0 where it had none, or was not seen. */
    public long limitOf(String containerId) {
        long limit = 0;
        for (HoldingLook look : looks) {
            for (HoldingLook.Holding holding : look.holdings()) {
                if (holding.container().id().equals(containerId)) {
                    limit = holding.limit();
                }
            }
        }
        return limit;
    }

    private Iterable<Series> series() {
        Map<String, Series> all = new LinkedHashMap<>();
        int at = 0;
        for (HoldingLook look : looks) {
            for (HoldingLook.Holding holding : look.holdings()) {
                all.computeIfAbsent(holding.container().id(), _ -> new Series(looks.size()))
                        .put(at, holding);
            }
            if (look.nodeHeld() > 0) {
                all.computeIfAbsent(Container.HOST.id(), _ -> new Series(looks.size()))
                        .put(at, new HoldingLook.Holding(Container.HOST, look.hostHeld(), 0));
            }
            at++;
        }
        return all.values();
    }

    /** One container's looks. */
    private static final class Series {
        private final long[] held;
        private Container container;
        private long limit;
        private int last;

        Series(int looks) {
            held = new long[looks];
        }

        void put(int at, HoldingLook.Holding holding) {
            held[at] = holding.held();
            container = holding.container();
            limit = holding.limit();
            last = at;
        }

        /** What somebody held who was ended just now is gone in the last look, and stands in the one before. */
        long grew(Map<String, Long> heldLately) {
            long before = last > 0 ? held[last - 1] : 0;
            long most = Math.max(Math.max(held[last], before), heldLately.getOrDefault(container.id(), 0L));
            return Math.max(0, most - held[0]);
        }

        ContainerGrowth growth(long grew, double sum) {
            List<Long> series = new ArrayList<>();
            for (long one : held) {
                series.add(one);
            }
            return new ContainerGrowth(container, grew, grew / sum, limit, series);
        }
    }
}
