package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3051")
class BandwidthSoldTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void findsProgramsByNameAndByTheAccountThatIsPaid() {
        Processes renamed = Processes.process()
                .executable(Files.onOverlay("/tmp/x", OverlayLayer.UPPER))
                .arguments("x", "start", "accept", "--token", "abc");
        Processes other =
                Processes.of("/app/agent").arguments("agent", "-email=a@example.org", "-password=x", "-accept-tos");

        assertThat(JUDGE.only(
                                "VDT-3051",
                                Events.by(Processes.of("/usr/bin/pawns-cli")).executes())
                        .severity())
                .isEqualTo(Severity.MEDIUM);
        assertThat(JUDGE.only("VDT-3051", Events.by(renamed).executes()).severity())
                .isEqualTo(Severity.HIGH);
        assertThat(JUDGE.judge("VDT-3051", Events.by(other).executes())).hasSize(1);
    }

    @Test
    void findsTheNamesOfTheirServers() {
        assertThat(JUDGE.only("VDT-3051", Events.byServer().resolves("data.traffmonetizer.com", "A"))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void isSilentOnOtherProgramsAndNames() {
        Processes certificates =
                Processes.of("/usr/bin/lego").arguments("lego", "--accept-tos", "--email=a@example.org");
        Processes start = Processes.of("/app/server").arguments("server", "start", "--token", "x");

        assertThat(JUDGE.judge("VDT-3051", Events.by(certificates).executes())).isEmpty();
        assertThat(JUDGE.judge("VDT-3051", Events.by(start).executes())).isEmpty();
        assertThat(JUDGE.judge("VDT-3051", Events.byServer().resolves("honeygain.com.example", "A")))
                .isEmpty();
    }
}
