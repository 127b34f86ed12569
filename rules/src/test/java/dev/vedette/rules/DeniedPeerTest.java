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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-3025")
class DeniedPeerTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @RegisterExtension
    static final Judge DENYING = Judge.with("VDT-3025", "denied-networks", "198.51.100.0/24", "2001:db8:bad::/48");

    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.77", "2001:db8:bad:1::1", "64:ff9b::c633:644d"})
    void findsDeniedNetworksByConnectionAndDatagram(String address) {
        assertThat(DENYING.only("VDT-3025", Events.byServer().connects(address, 443))
                        .severity())
                .isEqualTo(Severity.HIGH);
        assertThat(DENYING.judge("VDT-3025", Events.byServer().sends(address, 443)))
                .hasSize(1);
    }

    @Test
    void findsDeniedNamesWhereverTheyStand() {
        assertThat(JUDGE.only("VDT-3025", Events.byServer().resolves("c7x1.oast.pro", "A"))
                        .severity())
                .isEqualTo(Severity.HIGH);
        assertThat(JUDGE.judge("VDT-3025", Events.byServer().resolves("burpcollaborator.net", "TXT")))
                .hasSize(1);
        assertThat(JUDGE.judge("VDT-3025", Events.byServer().resolves("cdn.example", "A", "x.y.interact.sh")))
                .hasSize(1);
    }

    @Test
    void findsResolversThatHideNames() {
        Processes copied = Processes.process().executable(Files.onOverlay("/tmp/x", OverlayLayer.UPPER));

        assertThat(JUDGE.only("VDT-3025", Events.by(copied).connects("8.8.8.8", 443))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
        assertThat(JUDGE.only(
                                "VDT-3025",
                                Events.by(Processes.of("/usr/bin/curl")).connects("2620:fe::fe", 443))
                        .severity())
                .isEqualTo(Severity.LOW);
        assertThat(JUDGE.only("VDT-3025", Events.by(Processes.of("/coredns")).connects("1.1.1.1", 853))
                        .severity())
                .isEqualTo(Severity.INFO);
    }

    @Test
    void isSilentOnOtherNamesAndAddresses() {
        assertThat(JUDGE.judge("VDT-3025", Events.byServer().resolves("notoast.pro", "A")))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3025", Events.byServer().resolves("oast.pro.example", "A")))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3025", Events.byServer().connects("8.8.8.8", 53)))
                .isEmpty();
        assertThat(DENYING.judge("VDT-3025", Events.byServer().connects("198.51.101.77", 443)))
                .isEmpty();
    }

    @Test
    void isSilentOnThoseWhoComeAndOnTheEndOfWhatWasTold() {
        assertThat(DENYING.judge("VDT-3025", Events.byServer().accepts("198.51.100.77", 50_123)))
                .isEmpty();
        assertThat(DENYING.judge("VDT-3025", Events.byServer().failsToConnect("198.51.100.77", 443)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3025", Events.byServer().failsToConnect("8.8.8.8", 443)))
                .isEmpty();
    }
}
