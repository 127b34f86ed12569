package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.blame.BlameWindow;
import dev.vedette.baseline.blame.Judgement;
import dev.vedette.baseline.blame.NeighbourJudge;
import dev.vedette.sensor.metrics.Metrics;
import java.time.Duration;
import java.util.List;

/** One resource: its matrix, who judges it, and its figures. Not thread-safe. */
final class JudgedResource {
    private final WaitMatrix matrix;
    private final NeighbourJudge judge;
    private final BlameFigures figures;

    JudgedResource(WaitMatrix matrix, Metrics.Counter seconds) {
        this.matrix = matrix;
        this.judge = new NeighbourJudge(matrix.resource());
        this.figures = new BlameFigures(seconds, matrix.resource());
    }

    WaitMatrix matrix() {
        return matrix;
    }

    /**
     * Takes what came since the look before.
     *
     * @param elapsed how long ago that was
     * @param whole whether it is a window's; else it is put aside
     */
    List<Judgement> judge(Duration elapsed, boolean whole) {
        BlameWindow window = new BlameWindow(elapsed);
        matrix.look(window);
        if (!whole) {
            return List.of();
        }
        List<Judgement> judgements = judge.judge(window);
        figures.add(judgements);
        return judgements;
    }
}
