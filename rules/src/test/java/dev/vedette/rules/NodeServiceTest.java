package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-3054")
class NodeServiceTest {
    private static final String NODE = "192.168.7.20";

    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @RegisterExtension
    static final Judge WITH_NODES = Judge.with("VDT-3054", "node-networks", "192.168.7.0/24");

    private static Processes copied() {
        return Processes.process().executable(Files.onOverlay("/tmp/k", OverlayLayer.UPPER));
    }

    @ParameterizedTest
    @ValueSource(ints = {10250, 10255, 2379})
    void findsWhatIsNotOfTheImage(int port) {
        assertThat(JUDGE.only("VDT-3054", Events.by(copied()).connects(NODE, port))
                        .severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void findsToolsSessionsAndWhatAServerStarted() {
        Processes session = Processes.of("/usr/bin/etcdctl").stdio(Stdio.Kind.TERMINAL);
        Processes started = Processes.of("/usr/bin/perl")
                .childOf(Processes.of("/bin/sh").childOf(Processes.process().serving()));

        assertThat(JUDGE.only(
                                "VDT-3054",
                                Events.by(Processes.of("/usr/bin/curl")).connects(NODE, 10250))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
        assertThat(JUDGE.judge("VDT-3054", Events.by(session).connects(NODE, 2379)))
                .hasSize(1);
        assertThat(JUDGE.only("VDT-3054", Events.by(started).connects(NODE, 10255))
                        .severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void findsTheNodesLoopbackFromItsNetwork() {
        Events shared = Events.by(Processes.of("/usr/bin/curl")).in(Containers.granted(NamespaceKind.NETWORK));

        assertThat(JUDGE.judge("VDT-3054", shared.connects("127.0.0.1", 10250))).hasSize(1);
    }

    @Test
    void tellsCollectorsOfMetricsOnceAndAsInformation() {
        Events own = Events.by(Processes.of("/bin/prometheus")).in(Containers.begun("prometheus"));

        assertThat(JUDGE.only("VDT-3054", own.connects(NODE, 10250)).severity()).isEqualTo(Severity.INFO);
        assertThat(JUDGE.judge("VDT-3054", own.after(Duration.ofHours(1)).connects("192.168.7.21", 10250)))
                .isEmpty();
    }

    @Test
    void isSilentOnAWorkloadsOwnEtcdAndOnTheControlPlane() {
        assertThat(JUDGE.judge("VDT-3054", Events.by(Processes.of("/app/db")).connects("10.1.2.3", 2379)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3054", Events.by(Processes.of("/bin/nc")).connects("10.1.2.3", 2379)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3054", Events.by(copied()).connects("127.0.0.1", 2379)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3054",
                        Events.by(Processes.of("/usr/bin/curl"))
                                .in(Containers.ofStaticPod("s"))
                                .connects(NODE, 10250)))
                .isEmpty();
    }

    @Test
    void goesByTheNodesAddressesWhereTheyAreKnown() {
        assertThat(WITH_NODES.judge(
                        "VDT-3054", Events.by(Processes.of("/bin/nc")).connects(NODE, 2379)))
                .hasSize(1);
        assertThat(WITH_NODES.judge("VDT-3054", Events.by(copied()).connects("10.1.2.3", 10250)))
                .isEmpty();
    }

    @Test
    void isSilentOnThoseWhoListenThere() {
        assertThat(JUDGE.judge(
                        "VDT-3054", Events.by(Processes.of("/metrics-server")).listens(10250)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3054", Events.by(Processes.of("/usr/bin/socat")).listens(10250)))
                .isEmpty();
    }

    @Test
    void isSilentAtOtherPortsOfANode() {
        assertThat(JUDGE.judge("VDT-3054", Events.by(copied()).connects(NODE, 8080)))
                .isEmpty();
        assertThat(WITH_NODES.judge(
                        "VDT-3054", Events.by(Processes.of("/app/server")).connects(NODE, 30_080)))
                .isEmpty();
    }

    @Test
    void isSilentOnTheNodesOwnProgramsAndOnThoseOfTheControlPlane() {
        assertThat(JUDGE.judge(
                        "VDT-3054",
                        Events.by(Processes.of("/usr/bin/node-problem-detector"))
                                .onHost()
                                .connects(NODE, 10250)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3054",
                        Events.by(Processes.of("/usr/local/bin/kube-apiserver"))
                                .in(Containers.ofStaticPod("api"))
                                .connects(NODE, 10250)))
                .isEmpty();
    }
}
