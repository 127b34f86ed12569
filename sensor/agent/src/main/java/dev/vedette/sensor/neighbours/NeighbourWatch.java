package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.blame.Judgement;
import dev.vedette.baseline.blame.NeighbourJudge;
import dev.vedette.baseline.blame.Resource;
import dev.vedette.policy.model.Fact;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.pipeline.EpochClock;
import dev.vedette.sensor.pipeline.Watch;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Has the kernel's matrices judged window by window, and tells rules of harm that a neighbour does, people and figures of
 * everything.
 */
public final class NeighbourWatch implements Watch {
    /** A look that comes so late says nothing of a window any more. */
    private static final Duration TOO_LATE = NeighbourJudge.WINDOW.multipliedBy(4);

    private final List<JudgedResource> resources;
    private final Neighbours neighbours;
    private final EpochClock clock;
    private boolean begun;
    private long lastNanos;

    public NeighbourWatch(List<WaitMatrix> matrices, Neighbours neighbours, Metrics metrics, EpochClock clock) {
        Metrics.Counter seconds = BlameFigures.counter(metrics);
        this.resources = matrices.stream()
                .map(matrix -> new JudgedResource(matrix, seconds))
                .toList();
        this.neighbours = neighbours;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "neighbour watch";
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> out) {
        Duration elapsed = Duration.ofNanos(nowNanos - lastNanos);
        if (begun && elapsed.compareTo(NeighbourJudge.WINDOW) < 0) {
            return;
        }
        // What the kernel side kept before the first look, or over a pause of ours, belongs to no window.
        boolean whole = begun && elapsed.compareTo(TOO_LATE) < 0;
        begun = true;
        lastNanos = nowNanos;
        look(elapsed, whole, out);
    }

    private void look(Duration elapsed, boolean whole, Consumer<Fact> out) {
        long epochNanos = clock.epochNanos();
        Map<Resource, List<Judgement>> all = new EnumMap<>(Resource.class);
        for (JudgedResource resource : resources) {
            List<Judgement> judgements = resource.judge(elapsed, whole);
            all.put(resource.matrix().resource(), judgements);
            judgements.stream()
                    .flatMap(judgement -> Contentions.of(judgement, resource.matrix(), epochNanos).stream())
                    .forEach(out);
        }
        if (whole) {
            neighbours.set(new Neighbours.Window(epochNanos, all));
        }
    }
}
