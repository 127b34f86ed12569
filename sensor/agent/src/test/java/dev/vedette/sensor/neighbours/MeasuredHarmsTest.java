package dev.vedette.sensor.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.baseline.blame.BlameRow;
import dev.vedette.baseline.blame.Cause;
import dev.vedette.baseline.blame.Judgement;
import dev.vedette.baseline.blame.Resource;
import dev.vedette.baseline.blame.Verdict;
import dev.vedette.policy.model.Container;
import dev.vedette.sensor.response.Harms.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuredHarmsTest {
    private final Neighbours neighbours = new Neighbours();
    private final MeasuredHarms harms = new MeasuredHarms(neighbours);

    @Test
    void knowsNothingBeforeTheFirstWindow() {
        assertThat(harms.of("shop").state()).isEqualTo(State.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"USUAL, WELL", "SELF_INFLICTED, WELL", "NODE_FULL, HARMED", "LEARNING, UNKNOWN", "BRIEF, UNKNOWN"})
    void takesTheJudgementOfTheNewestWindow(Verdict verdict, State state) {
        neighbours.set(new Neighbours.Window(
                7, Map.of(Resource.CPU, List.of(judgement("other", Verdict.UNKNOWN), judgement("shop", verdict)))));

        assertThat(harms.of("shop").state()).isEqualTo(state);
        assertThat(harms.of("shop").endEpochNanos()).isEqualTo(7);
        assertThat(harms.of("shop").words()).startsWith("waited 900 ms of 5 s, usually 20 ms");
    }

    @Test
    void takesTheWorstOfSeveralResources() {
        neighbours.set(new Neighbours.Window(
                7,
                Map.of(
                        Resource.CPU, List.of(judgement("shop", Verdict.USUAL)),
                        Resource.DISK, List.of(judgement("shop", Verdict.UNKNOWN)))));

        assertThat(harms.of("shop").state()).isEqualTo(State.HARMED);
    }

    @Test
    void callsWellWhoWaitsForNothing() {
        neighbours.set(new Neighbours.Window(7, Map.of()));

        assertThat(harms.of("shop").state()).isEqualTo(State.WELL);
    }

    private static Judgement judgement(String victim, Verdict verdict) {
        return new Judgement(
                new BlameRow(
                        Container.pending(victim),
                        Map.of(new Cause.Neighbour(Container.pending("culprit")), 900_000_000L),
                        0),
                verdict,
                20_000_000,
                0,
                Optional.empty());
    }
}
