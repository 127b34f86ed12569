package dev.vedette.sensor.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.sensor.response.CulpritCare.Look;
import dev.vedette.sensor.response.Harms.Sight;
import dev.vedette.sensor.response.Harms.State;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CulpritCareTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long ANSWERED = 1_000 * SECOND;
    private static final Victim VICTIM = new Victim("v1", "shop/checkout/main");

    private long seconds;
    private State state = State.HARMED;
    private final CulpritCare care = new CulpritCare(
            victim -> new Sight(ANSWERED + seconds * SECOND, state, "waited 900 ms of 5 s"), () -> seconds * SECOND);
    private final Standing answer = answer();

    @Test
    void goesOnWhileTheCulpritRunsIntoItsLimitThoughItsVictimIsWell() {
        state = State.WELL;
        for (seconds = 0; seconds <= 120; seconds += 5) {
            assertThat(care.look(answer, VICTIM, OptionalLong.of(seconds))).isInstanceOf(Look.Goes.class);
        }
        assertThat(care.recovery(answer))
                .hasValueSatisfying(words -> assertThat(words)
                        .isEqualTo("shop/checkout/main had recovered 5 s after the answer (waited 900 ms of 5 s)"));
    }

    @Test
    void isOverWhenTheCulpritHasNotRunIntoItsLimitForThreeWindows() {
        state = State.WELL;
        look(0, 7);
        assertThat(look(5, 9)).isInstanceOf(Look.Goes.class);
        assertThat(look(10, 9)).isInstanceOf(Look.Goes.class);
        assertThat(look(15, 9)).isInstanceOf(Look.Goes.class);
        assertThat(look(20, 9)).isInstanceOf(Look.Over.class);
    }

    @Test
    void goesOnWhileItsVictimIsHarmedAndSaysOnceThatItDoesNotHelp() {
        look(0, 7);
        assertThat(look(15, 7)).isInstanceOf(Look.Goes.class);
        assertThat(look(20, 7))
                .isEqualTo(new Look.NoHelp("shop/checkout/main has not recovered: waited 900 ms of 5 s"));
        assertThat(look(25, 7)).isInstanceOf(Look.Goes.class);
        assertThat(look(60, 7)).isInstanceOf(Look.Goes.class);
        assertThat(care.recovery(answer)).hasValue("whether shop/checkout/main has recovered is not known");
    }

    @Test
    void goesOnToItsEndWhereNobodyCountsHowOftenTheCulpritRunsIntoIt() {
        state = State.WELL;
        for (seconds = 0; seconds <= 120; seconds += 5) {
            assertThat(care.look(answer, VICTIM, OptionalLong.empty())).isInstanceOf(Look.Goes.class);
        }
    }

    @Test
    void takesNoWindowForRecoveryThatBeganBeforeTheAnswer() {
        state = State.WELL;
        look(4, 7);
        assertThat(care.recovery(answer)).hasValue("whether shop/checkout/main has recovered is not known");
    }

    @Test
    void forgetsWhatHasBeenUndone() {
        look(0, 7);
        care.keep(Set.of());
        assertThat(care.recovery(answer)).isEmpty();
    }

    private Look look(long at, long hits) {
        seconds = at;
        return care.look(answer, VICTIM, OptionalLong.of(hits));
    }

    private static Standing answer() {
        Map<String, String> plan = new HashMap<>();
        VICTIM.keep(plan);
        return new Standing(
                new ResponseOutcome(
                        "f-1",
                        ResponseAction.THROTTLE,
                        "node-1",
                        Targets.container("c1", "shop"),
                        "c1",
                        ResponseOutcome.Status.VERIFIED,
                        "",
                        "",
                        Responder.POLICY,
                        ANSWERED,
                        new ResponseOutcome.Trail("r-1", "VDT-4001", "p", "", "", 0)),
                Map.copyOf(plan));
    }
}
