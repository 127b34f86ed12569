package dev.vedette.sensor.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.ResponseOutcome.Status;
import dev.vedette.policy.model.Verdict;
import dev.vedette.sensor.cri.ContainerState;
import dev.vedette.sensor.cri.ContainerdTasks;
import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.metrics.Metrics;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Responses against real containers of a real containerd; needs root. */
class ResponderTest extends VictimOfContainerd {
    @Test
    void holdsAContainerAndLetsItGoOn() throws IOException {
        Responder responder = responder(containerd.client());
        ContainerdTasks tasks = new ContainerdTasks(containerd.client().connection());

        ResponseOutcome paused = responder.act(ResponseAction.PAUSE, target, null, PERSON);

        assertThat(paused.status()).isEqualTo(Status.VERIFIED);
        assertThat(paused.how()).isIn("containerd tasks", "cgroup freezer");
        assertThat(paused.requestedBy()).isEqualTo(PERSON);
        // what the freezer has done before the runtime was done is not in the runtime's state
        assertThat(paused.how().equals("cgroup freezer") || tasks.state(container.id()) == ContainerdTasks.State.PAUSED)
                .isTrue();
        assertThat(FREEZER.of(container.id()).isFrozen()).isTrue();

        ResponseOutcome again = responder.act(ResponseAction.PAUSE, target, null, PERSON);
        assertThat(again.status()).isEqualTo(Status.VERIFIED);
        assertThat(again.detail()).contains("already");

        ResponseOutcome resumed = responder.act(ResponseAction.RESUME, target, null, PERSON);

        assertThat(resumed.status()).isEqualTo(Status.VERIFIED);
        assertThat(tasks.state(container.id())).isEqualTo(ContainerdTasks.State.RUNNING);
        assertThat(FREEZER.of(container.id()).isFrozen()).isFalse();
        assertThat(container.exec("echo", "alive").stdout()).isEqualTo("alive\n");
    }

    @Test
    void stopsAContainer() {
        ResponseOutcome stopped = responder(containerd.client()).act(ResponseAction.STOP, target, null, PERSON);

        assertThat(stopped.status()).isEqualTo(Status.VERIFIED);
        assertThat(stopped.target()).isEqualTo(container.id());
        assertThat(container.detail().state()).isEqualTo(ContainerState.EXITED);
    }

    @Test
    void stopsAContainerThatIsHeld() {
        Responder responder = responder(containerd.client());
        responder.act(ResponseAction.PAUSE, target, null, PERSON);

        ResponseOutcome stopped = responder.act(ResponseAction.STOP, target, null, PERSON);

        assertThat(stopped.status()).isEqualTo(Status.VERIFIED);
        assertThat(container.detail().state()).isEqualTo(ContainerState.EXITED);
    }

    @Test
    void killsOneProcessAndNoOther() throws IOException {
        long pid = Targets.pidIn(container.id(), "sleep 5555");

        ResponseOutcome killed = responder(containerd.client())
                .act(ResponseAction.KILL_PROCESS, target, Targets.identityOf(pid), PERSON);

        assertThat(killed.status()).isEqualTo(Status.VERIFIED);
        assertThat(killed.target()).isEqualTo(Long.toString(pid));
        assertThat(container.exec("ps").stdout()).doesNotContain("root     sleep 5555");
        assertThat(container.running()).isTrue();
    }

    @Test
    void leavesALaterProcessWithTheSameNumberAlone() throws IOException {
        long pid = Targets.pidIn(container.id(), "sleep 5555");
        ProcessId now = Targets.identityOf(pid);
        ProcessId earlier = new ProcessId(now.pid(), now.startBootNanos() - 20_000_000);

        ResponseOutcome outcome =
                responder(containerd.client()).act(ResponseAction.KILL_PROCESS, target, earlier, PERSON);

        assertThat(outcome.status()).isEqualTo(Status.FAILED);
        assertThat(outcome.detail()).contains("another one");
        assertThat(container.exec("ps").stdout()).contains("root     sleep 5555");
    }

    @Test
    void refusesAPersonsKillOfAProcessElsewhere() throws IOException {
        ProcessId other = Targets.identityOf(containerd.process().pid());

        ResponseOutcome outcome =
                responder(containerd.client()).act(ResponseAction.KILL_PROCESS, target, other, PERSON);

        assertThat(outcome.status()).isEqualTo(Status.REFUSED);
        assertThat(containerd.process().isAlive()).isTrue();
    }

    /** A person asks by a finding whose process has ended since. */
    @Test
    void killsWhatIsLeftOfAProcessThatHasEndedForAPersonToo() throws IOException {
        ProcessId daemon = Targets.identityOf(Targets.pidIn(container.id(), "sleep 5555"));
        Responder recording = new Responder(
                "node-1",
                List.of(containerd.client()),
                FREEZER,
                ResponseSettings.defaults(),
                self(),
                new Surroundings(
                        Optional.empty(),
                        Denials.NONE,
                        Optional.empty(),
                        any -> List.of(),
                        ancestor -> ancestor.pid() == Integer.MAX_VALUE ? List.of(daemon) : List.of()),
                new Metrics(),
                Clock.systemUTC());

        ResponseOutcome killed =
                recording.act(ResponseAction.KILL_PROCESS, target, new ProcessId(Integer.MAX_VALUE, 1), PERSON);

        assertThat(killed.status()).as(killed.detail()).isEqualTo(Status.VERIFIED);
        assertThat(killed.detail()).contains("had ended already", "one that it had started has ended");
        assertThat(Targets.pidsIn(container.id(), "sleep 5555")).isEmpty();
        assertThat(container.running()).isTrue();
    }

    @Test
    void saysOfWhatWasUndoneMeanwhileThatItLastsNoMore() {
        Responder responder = responder(containerd.client());
        ResponseOutcome paused = responder.act(ResponseAction.PAUSE, target, null, PERSON);
        ResponseOutcome seen = responder.lasting().getFirst();
        assertThat(responder.undo(paused.id(), "bob").status()).isEqualTo(Status.VERIFIED);

        ResponseOutcome late = responder.undo(seen, PERSON);

        assertThat(late.status()).isEqualTo(Status.REFUSED);
        assertThat(late.detail()).contains(paused.id(), "does not last any more");
        assertThat(late.trail().undoOf()).isEqualTo(paused.id());
        assertThat(late.requestedBy()).isEqualTo(PERSON);
        assertThat(responder.troubles()).isEmpty();
    }

    @Test
    void leavesProtectedNamespacesAlone() {
        ResponseOutcome outcome = responder(containerd.client())
                .act(ResponseAction.STOP, Targets.container(container.id(), "kube-system"), null, PERSON);

        assertThat(outcome.status()).isEqualTo(Status.REFUSED);
        assertThat(outcome.detail()).contains("kube-system");
        assertThat(container.running()).isTrue();
    }

    @Test
    void holdsByTheFreezerWhenTheRuntimeIsAway() throws IOException {
        try (CriClient nobody = new CriClient(RuntimeEndpoint.containerd(work.resolve("none.sock")))) {
            Responder responder = responder(nobody);

            ResponseOutcome paused = responder.act(ResponseAction.PAUSE, target, null, PERSON);

            assertThat(paused.status()).as(paused.detail()).isEqualTo(Status.VERIFIED);
            assertThat(paused.how()).isEqualTo("cgroup freezer");
            assertThat(FREEZER.of(container.id()).isFrozen()).isTrue();

            assertThat(responder
                            .act(ResponseAction.RESUME, target, null, PERSON)
                            .status())
                    .isEqualTo(Status.VERIFIED);
            assertThat(container.exec("echo", "alive").stdout()).isEqualTo("alive\n");
        }
    }

    @Test
    void holdsByTheFreezerWhenTheRuntimeHangs() throws IOException {
        Path socket = work.resolve("hangs.sock");
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(socket));
            try (CriClient hanging = new CriClient(RuntimeEndpoint.containerd(socket), Duration.ofMillis(300))) {
                ResponseOutcome paused = responder(hanging).act(ResponseAction.PAUSE, target, null, PERSON);

                assertThat(paused.status()).isEqualTo(Status.VERIFIED);
                assertThat(paused.how()).isEqualTo("cgroup freezer");
                assertThat(FREEZER.of(container.id()).isFrozen()).isTrue();
            }
        }
    }

    @Test
    void findsTheRightOneOfSeveralRuntimes() throws IOException {
        try (CriClient nobody = new CriClient(RuntimeEndpoint.containerd(work.resolve("none.sock")))) {
            Responder responder = responder(new Metrics(), nobody, containerd.client());

            assertThat(responder.act(ResponseAction.PAUSE, target, null, PERSON).status())
                    .isEqualTo(Status.VERIFIED);
            assertThat(responder.act(ResponseAction.STOP, target, null, PERSON).status())
                    .isEqualTo(Status.VERIFIED);
        }
    }

    @Test
    void doesWhatPolicyHasDecidedAndNamesTheFinding() throws IOException {
        long pid = Targets.pidIn(container.id(), "sleep 5555");
        Finding finding = Targets.finding(
                target,
                Targets.identityOf(pid),
                new Verdict(ResponseAction.KILL_PROCESS, true, "shop-policy", "rule asks for it", ""));

        ResponseOutcome outcome = responder(containerd.client()).respond(finding);

        assertThat(outcome.status()).isEqualTo(Status.VERIFIED);
        assertThat(outcome.findingId()).isEqualTo(finding.id());
        assertThat(outcome.requestedBy()).isEqualTo(Responder.POLICY);
        assertThat(outcome.node()).isEqualTo("node-1");
        assertThat(Path.of("/proc/" + pid + "/exe").toFile().canRead()).isFalse();
    }

    @Test
    void stopsRespondingWhenPolicyRunsAway() {
        ResponseSettings usual = ResponseSettings.defaults();
        Responder responder = responder(
                new Metrics(),
                new ResponseSettings(
                        usual.protectedNamespaces(),
                        usual.perNode(),
                        new ResponseSettings.Rate(5, Duration.ofDays(1)),
                        false,
                        usual.stopGrace()),
                containerd.client());

        List<Status> statuses = IntStream.range(0, 7)
                .mapToObj(i -> {
                    Status status = responder.respond(pauseFinding()).status();
                    responder.act(ResponseAction.RESUME, target, null, PERSON);
                    return status;
                })
                .toList();

        assertThat(statuses.subList(0, 5)).containsOnly(Status.VERIFIED);
        assertThat(statuses.subList(5, 7)).containsOnly(Status.REFUSED);
    }

    @Test
    void answersOneCauseOnce() {
        Responder responder = responder(containerd.client());

        ResponseOutcome first = responder.respond(pauseFinding());
        ResponseOutcome second = responder.respond(pauseFinding());
        ResponseOutcome milder = responder.respond(Targets.finding(
                target, null, new Verdict(ResponseAction.THROTTLE, true, "shop-policy", "rule asks for it", "")));
        ResponseOutcome stopped = responder.respond(Targets.finding(
                target, null, new Verdict(ResponseAction.STOP, true, "shop-policy", "rule asks for it", "")));
        ResponseOutcome again = responder.respond(pauseFinding());

        assertThat(first.status()).isEqualTo(Status.VERIFIED);
        assertThat(first.trail().policy()).isEqualTo("shop-policy");
        assertThat(first.trail().rule()).isEqualTo("VDT-3003");
        assertThat(second.status()).isEqualTo(Status.REFUSED);
        assertThat(second.detail()).contains(first.id());
        assertThat(milder.detail()).contains(first.id());
        assertThat(stopped.status()).as(stopped.detail()).isEqualTo(Status.VERIFIED);
        assertThat(again.detail()).contains(stopped.id());
    }

    private Finding pauseFinding() {
        return Targets.finding(
                target, null, new Verdict(ResponseAction.PAUSE, true, "shop-policy", "rule asks for it", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "PAUSE, false, '', LIVE",
        "ALERT, true, '', LIVE",
        "PAUSE, true, an exception, LIVE",
        "PAUSE, true, '', RECORDING"
    })
    void doesNothingInAuditForAlertsExceptionsAndRecordings(
            ResponseAction action, boolean enforced, String withheldBy, Origin origin) {
        Finding finding = Targets.finding(target, null, new Verdict(action, enforced, "p", "why", withheldBy), origin);

        assertThat(Responder.isCalledFor(finding)).isFalse();
        assertThatThrownBy(() -> responder(containerd.client()).respond(finding))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(container.running()).isTrue();
    }

    @Test
    void saysThatItCannotStopWithoutARuntime() {
        try (CriClient nobody = new CriClient(RuntimeEndpoint.containerd(work.resolve("none.sock")))) {
            ResponseOutcome outcome = responder(nobody).act(ResponseAction.STOP, target, null, PERSON);

            assertThat(outcome.status()).isEqualTo(Status.FAILED);
            assertThat(outcome.detail()).contains("pause");
            assertThat(container.running()).isTrue();
        }
    }

    @Test
    void countsWhatItDid() {
        Metrics metrics = new Metrics();
        Responder responder = responder(metrics, containerd.client());

        responder.act(ResponseAction.RESUME, target, null, PERSON);
        responder.act(ResponseAction.STOP, Targets.container("x", "vedette"), null, PERSON);

        assertThat(metrics.scrape())
                .contains("vedette_responses_total{action=\"resume\",status=\"verified\",} 1.0")
                .contains("vedette_responses_total{action=\"stop\",status=\"refused\",} 1.0");
    }

    private static Responder responder(CriClient client) {
        return responder(new Metrics(), client);
    }

    private static Responder responder(Metrics metrics, CriClient... clients) {
        return responder(metrics, ResponseSettings.defaults(), clients);
    }

    private static Responder responder(Metrics metrics, ResponseSettings settings, CriClient... clients) {
        return new Responder("node-1", List.of(clients), FREEZER, settings, self(), metrics, Clock.systemUTC());
    }
}
