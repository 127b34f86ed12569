package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.blame.BlameWindow;
import dev.vedette.baseline.blame.Judgement;
import dev.vedette.baseline.blame.NeighbourJudge;
import dev.vedette.policy.model.Fact;
import dev.vedette.probes.KernelProbes;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.pipeline.EpochClock;
import dev.vedette.sensor.pipeline.Watch;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Has the kernel's matrix judged window by window, and tells rules of harm that a neighbour does, people and figures of
 * everything.
 */
public final class NeighbourWatch implements Watch {
    /** A look that comes so late says nothing of a window any more. */
    private static final Duration TOO_LATE = NeighbourJudge.WINDOW.multipliedBy(4);

    private final CpuMatrix matrix;
    private final NeighbourJudge judge = new NeighbourJudge();
    private final Neighbours neighbours;
    private final BlameFigures figures;
    private final EpochClock clock;
    private boolean begun;
    private long lastNanos;

    public NeighbourWatch(
            KernelProbes probes,
            ContainerRegistry containers,
            Neighbours neighbours,
            Metrics metrics,
            EpochClock clock) {
        this(new CpuMatrix(probes, containers), neighbours, metrics, clock);
    }

    NeighbourWatch(CpuMatrix matrix, Neighbours neighbours, Metrics metrics, EpochClock clock) {
        this.matrix = matrix;
        this.neighbours = neighbours;
        this.figures = new BlameFigures(metrics);
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
        BlameWindow window = new BlameWindow(elapsed);
        matrix.look(window);
        if (whole) {
            tell(judge.judge(window), out);
        }
    }

    private void tell(List<Judgement> judgements, Consumer<Fact> out) {
        long epochNanos = clock.epochNanos();
        neighbours.set(new Neighbours.Window(epochNanos, judgements));
        figures.add(judgements);
        judgements.stream()
                .flatMap(judgement -> Contentions.of(judgement, epochNanos).stream())
                .forEach(out);
    }
}
