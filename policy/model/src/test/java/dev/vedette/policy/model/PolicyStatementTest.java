package dev.vedette.policy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyStatementTest {
    private static final PolicyStatement THROTTLE_CULPRIT = new PolicyStatement(
            "shop",
            Mode.ENFORCE,
            new Scope(List.of(), List.of(), List.of(), Map.of(), true),
            new Glob("VDT-4*"),
            Severity.INFO,
            ResponseAction.THROTTLE,
            ResponseOptions.of(Map.of("target", "culprit", "cpu", "500m")),
            Escalation.AT_ONCE);

    @Test
    void answersTheCulpritOfAContainer() {
        assertThat(THROTTLE_CULPRIT.actionFor(harmBy(container("batch")))).isEqualTo(ResponseAction.THROTTLE);
        assertThat(THROTTLE_CULPRIT.describe()).isEqualTo("enforce: throttle the culprit for VDT-4*");
    }

    @Test
    void onlyTellsWhereTheNodeItselfIsTheCulprit() {
        assertThat(THROTTLE_CULPRIT.actionFor(harmBy(Container.HOST))).isEqualTo(ResponseAction.ALERT);
    }

    @Test
    void onlyTellsOfWhatNamesNoCulprit() {
        Detection other =
                Detection.of("VDT-4008", Severity.MEDIUM, new OutOfMemory(container("shop")), "It ran out of memory.");

        assertThat(THROTTLE_CULPRIT.actionFor(other)).isEqualTo(ResponseAction.ALERT);
    }

    private record OutOfMemory(Container container) implements Fact {
        @Override
        public long epochNanos() {
            return 1;
        }
    }

    private static Detection harmBy(Container culprit) {
        CpuContention contention = new CpuContention(
                container("shop"),
                new Blame(
                        culprit,
                        1,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(2),
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        List.of()),
                1,
                Origin.LIVE);
        return Detection.of("VDT-4001", Severity.MEDIUM, contention, "It waited.");
    }

    private static Container container(String id) {
        return new Container(id, id, "", "", "", Container.Pod.NONE, Set.of(), 0, Container.Identity.KNOWN);
    }
}
