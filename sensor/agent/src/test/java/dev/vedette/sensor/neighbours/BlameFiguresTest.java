package dev.vedette.sensor.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.baseline.blame.BlameRow;
import dev.vedette.baseline.blame.Cause;
import dev.vedette.baseline.blame.Judgement;
import dev.vedette.baseline.blame.Resource;
import dev.vedette.baseline.blame.Verdict;
import dev.vedette.policy.model.Container;
import dev.vedette.sensor.metrics.Metrics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlameFiguresTest {
    private final Metrics metrics = new Metrics();
    private final BlameFigures figures = new BlameFigures(BlameFigures.counter(metrics), Resource.DISK);

    @Test
    void pairsBeyondTheBoundAndSmallWaitsAreOneSeries() {
        figures.add(IntStream.range(0, 1_000)
                .mapToObj(i -> waited("v" + i, 2 * BlameFigures.MUCH_NANOS))
                .toList());
        figures.add(List.of(waited("small", BlameFigures.MUCH_NANOS - 1)));

        assertThat(series()).hasSize(BlameFigures.MOST_PAIRS + 1);
        assertThat(metrics.scrape())
                .contains("victim=\"other\",culprit=\"other\"")
                .doesNotContain("small");
    }

    @Test
    void aPairThatIsQuietForTenMinutesMakesRoom() {
        figures.add(List.of(waited("gone", BlameFigures.MUCH_NANOS)));
        for (int i = 0; i < 120; i++) {
            assertThat(metrics.scrape()).contains("gone");
            figures.add(List.of());
        }
        assertThat(metrics.scrape()).doesNotContain("gone");
    }

    private List<String> series() {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith("vedette_blame_seconds_total{"))
                .toList();
    }

    private static Judgement waited(String victim, long nanos) {
        return new Judgement(
                new BlameRow(
                        Container.pending(victim), Map.of(new Cause.Neighbour(Container.pending("culprit")), nanos), 0),
                Verdict.USUAL,
                0,
                0,
                Optional.empty());
    }
}
