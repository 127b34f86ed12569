package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.policy.model.SocketActivity.Family;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RuleTest("VDT-3017")
class RawSocketTest {
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
    private static final int RAW = 3;

    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @ParameterizedTest
    @CsvSource({"PACKET, 3, 768", "PACKET, 2, 8", "INET, 3, 255", "INET, 3, 6", "INET6, 3, 17"})
    void findsEverySocketForWholePackets(Family family, int type, int protocol) {
        Events interpreter = Events.by(Processes.of("/usr/bin/python3.11"));

        assertThat(JUDGE.only("VDT-3017", interpreter.makesSocket(family, type, protocol))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void findsCopiedToolsAndThoseThatAreCalledAsAllowedOnes() {
        Processes dressed = Processes.process().executable(Files.onOverlay("/tmp/keepalived", OverlayLayer.UPPER));

        assertThat(JUDGE.only("VDT-3017", Events.by(dressed).makesSocket(Family.PACKET, RAW, 768))
                        .severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void saysLittleOfWorkloadsThatAdministerTheNetwork() {
        Events speaker = Events.by(Processes.of("/speaker")).in(Containers.administeringNetwork("speaker"));

        assertThat(JUDGE.only("VDT-3017", speaker.makesSocket(Family.PACKET, RAW, 1544))
                        .severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void isSilentOnPingAndAddressManagersAndOrdinarySockets() {
        Events ping = Events.by(Processes.of("/bin/ping"));

        assertThat(JUDGE.judge("VDT-3017", ping.makesSocket(Family.INET, RAW, 1)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3017", ping.makesSocket(Family.INET6, RAW, 58)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3017",
                        Events.by(Processes.of("/usr/sbin/xtables-legacy-multi"))
                                .makesSocket(Family.INET, RAW, 255)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3017", Events.byServer().makesSocket(Family.INET, DATAGRAM, 136)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3017", Events.byServer().makesSocket(Family.NETLINK, RAW, 9)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3017", Events.byServer().makesSocket(Family.VSOCK, STREAM, 0)))
                .isEmpty();
    }

    @Test
    void tellsTheSocketAndNotEachPacket() {
        SocketActivity made = Events.by(Processes.of("/usr/bin/python3.11")).makesSocket(Family.INET, RAW, 6);
        SocketActivity sends = new SocketActivity(
                made.context(),
                SocketActivity.Operation.SEND,
                6,
                RAW,
                new SocketActivity.Endpoint(Family.INET, "10.1.2.3", 0, FileObject.NONE, false),
                "");

        assertThat(JUDGE.judge("VDT-3017", sends)).isEmpty();
    }
}
