package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-3016")
class ApiByOthersTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void findsAKubectlThatWasBroughtAlong() {
        Processes brought = Processes.process().executable(Files.onOverlay("/tmp/kubectl", OverlayLayer.UPPER));

        assertThat(JUDGE.only("VDT-3016", Events.by(brought).connects("10.96.0.1", 443))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
        assertThat(JUDGE.only("VDT-3016", Events.by(brought).connects("192.168.7.2", 6443))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void findsAnInterpreterThatAServerStarted() {
        Processes started =
                Processes.of("/usr/bin/python3").childOf(Processes.process().serving());

        assertThat(JUDGE.only("VDT-3016", Events.by(started).connects("10.43.0.1", 443))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void findsToolsAndSessions() {
        Processes session = Processes.of("/usr/bin/python3").stdio(Stdio.Kind.TERMINAL);
        Events curl = Events.by(Processes.of("/usr/bin/curl"));

        assertThat(JUDGE.only("VDT-3016", Events.by(session).connects("10.96.0.1", 443))
                        .severity())
                .isEqualTo(Severity.LOW);
        assertThat(JUDGE.only("VDT-3016", curl.connects("10.96.0.1", 443)).severity())
                .isEqualTo(Severity.LOW);
        assertThat(JUDGE.only("VDT-3016", curl.in(Containers.begun("init")).connects("10.96.0.1", 443))
                        .severity())
                .isEqualTo(Severity.INFO);
    }

    @Test
    void isSilentOnWorkloadsThatHaveBusinessThereAndOnOtherAddresses() {
        assertThat(JUDGE.judge("VDT-3016", Events.by(Processes.of("/manager")).connects("10.96.0.1", 443)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3016", Events.by(Processes.of("/usr/bin/kubectl")).connects("10.96.0.1", 443)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3016", Events.by(Processes.of("/usr/bin/curl")).connects("10.96.0.2", 443)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3016", Events.by(Processes.of("/usr/bin/curl")).connects("10.96.0.1", 80)))
                .isEmpty();
    }

    @Test
    void tellsTheBeginningAndNotTheEndOfAConnection() {
        Events curl = Events.by(Processes.of("/usr/bin/curl"));

        assertThat(JUDGE.judge("VDT-3016", curl.failsToConnect("10.96.0.1", 443)))
                .isEmpty();
    }

    @Test
    void isSilentOnRoutesThatAreAskedForAndOnVirtualMachines() {
        Events curl = Events.by(Processes.of("/usr/bin/curl"));
        SocketActivity.Endpoint machine =
                new SocketActivity.Endpoint(SocketActivity.Family.VSOCK, "3", 6443, FileObject.NONE, false);

        assertThat(JUDGE.judge("VDT-3016", curl.connectsByUdp("10.96.0.1", 443)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-3016", Events.by(Processes.of("/usr/bin/socat")).connects(machine)))
                .isEmpty();
    }
}
