package dev.vedette.sensor.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.ResponseOutcome.Status;
import dev.vedette.policy.model.ResponseTrouble;
import dev.vedette.policy.model.Verdict;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every step of the ladder that lasts, and its undo, on real containers of a real containerd; needs root. */
class LadderTest extends VictimOfContainerd {
    private static final Path CPU = Path.of("/sys/fs/cgroup/cpu");
    private static final Path PIDS = Path.of("/sys/fs/cgroup/pids");

    @TempDir
    Path state;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private Responder responder;

    @BeforeEach
    void startResponder() {
        responder = responder();
    }

    @Test
    void throttlesAContainerAndGivesBackWhatItHad() throws Exception {
        Path cpu =
                new CgroupSearch(CPU, "cpu.cfs_quota_us").find(container.id()).orElseThrow();
        Path pids = new CgroupSearch(PIDS, "pids.max").find(container.id()).orElseThrow();
        String quota = Files.readString(cpu.resolve("cpu.cfs_quota_us"));
        String most = Files.readString(pids.resolve("pids.max"));
        ResponseOptions options = ResponseOptions.of(Map.of("cpu", "50m", "pids", "200", "io", "1Mi"));
        container.exec("sh", "-c", "(while true; do :; done) >/dev/null 2>&1 &");

        ResponseOutcome planned = responder.act(ResponseAction.THROTTLE, target, null, options, true, PERSON);

        assertThat(planned.status()).as(planned.detail()).isEqualTo(Status.PLANNED);
        assertThat(planned.detail()).contains("cpu.cfs_quota_us").contains("pids.max 200");
        assertThat(cpu.resolve("cpu.cfs_quota_us")).hasContent(quota.strip());

        ResponseOutcome throttled = responder.act(ResponseAction.THROTTLE, target, null, options, false, PERSON);

        assertThat(throttled.status()).as(throttled.detail()).isEqualTo(Status.VERIFIED);
        awaitTrue(() -> throttledPeriods(cpu) > 0);

        ResponseOutcome undone = responder.undo(throttled.id(), PERSON);

        assertThat(undone.status()).as(undone.detail()).isEqualTo(Status.VERIFIED);
        assertThat(undone.action()).isEqualTo(ResponseAction.UNDO);
        assertThat(undone.trail().undoOf()).isEqualTo(throttled.id());
        assertThat(cpu.resolve("cpu.cfs_quota_us")).hasContent(quota.strip());
        assertThat(pids.resolve("pids.max")).hasContent(most.strip());
        assertThat(responder.lasting()).isEmpty();
    }

    private static long throttledPeriods(Path cpu) {
        try {
            return Files.readAllLines(cpu.resolve("cpu.stat")).stream()
                    .filter(line -> line.startsWith("nr_throttled "))
                    .mapToLong(line -> Long.parseLong(line.split(" ", -1)[1]))
                    .sum();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** In a container that starts no process itself: a shell that may start no more ends. */
    @Test
    void aContainerThatMayHaveSoManyProcessesStartsNoMore() {
        RunningContainer still = pod.container("still").command("sleep", "5556").run();
        Container limited = Targets.container(still.id(), "shop");
        ResponseOptions options = ResponseOptions.of(Map.of("pids", "40"));

        ResponseOutcome throttled = responder.act(ResponseAction.THROTTLE, limited, null, options, false, PERSON);

        assertThat(throttled.status()).as(throttled.detail()).isEqualTo(Status.VERIFIED);
        String start = "i=0; while [ $i -lt 41 ]; do i=$((i+1)); sleep 5557 >/dev/null 2>&1 </dev/null & done";
        assertThat(still.exec("sh", "-c", start).stderr()).contains("can't fork");
        assertThat(responder.undo(throttled.id(), PERSON).status()).isEqualTo(Status.VERIFIED);
        assertThat(still.exec("sh", "-c", start).stderr()).doesNotContain("can't fork");
        assertThat(still.running()).isTrue();
    }

    @Test
    void cutsAContainerOffAndConnectionsThatItHas() throws Exception {
        // what stands before nc keeps it from closing its half, at which the other side would end
        RunningContainer server = pod.container("server")
                .command("sh", "-c", "sleep 1000 | nc -l -p 9000 > /received; sleep 1000")
                .run();
        String address = addressOfPod();
        // again and again, since the server may not listen yet
        String talk =
                "while true; do while true; do echo word; sleep 0.02; done | nc " + address + " 9000; sleep 0.1; done";
        container.exec("sh", "-c", "(" + talk + ") >/dev/null 2>&1 &");
        awaitTrue(() -> received(server) > 0);
        assertThat(receivesNoMore(server)).isFalse();

        ResponseOutcome cut = responder.act(ResponseAction.ISOLATE_NETWORK, target, null, PERSON);

        assertThat(cut.status()).as(cut.detail()).isEqualTo(Status.VERIFIED);
        awaitTrue(() -> receivesNoMore(server));
        assertThat(reaches(address)).isFalse();
        awaitTrue(() -> reaches("127.0.0.1"));

        ResponseOutcome undone = responder.undo(cut.id(), PERSON);

        assertThat(undone.status()).as(undone.detail()).isEqualTo(Status.VERIFIED);
        awaitTrue(() -> reaches(address));
    }

    @Test
    void leavesWithinReachWhatPolicyExcepts() {
        String address = addressOfPod();
        ResponseOptions options = ResponseOptions.NONE.with("except", address + "/32");

        ResponseOutcome cut = responder.act(ResponseAction.ISOLATE_NETWORK, target, null, options, false, PERSON);

        assertThat(cut.status()).as(cut.detail()).isEqualTo(Status.VERIFIED);
        awaitTrue(() -> reaches(address));
        assertThat(responder.undo(cut.id(), PERSON).status()).isEqualTo(Status.VERIFIED);
    }

    @Test
    void letsNameServersBeReachedOnTheirPortAlone() {
        pod.container("server")
                .command("sh", "-c", "for p in 53 54; do while true; do echo hello | nc -l -p $p; done & done; wait")
                .run();
        String address = addressOfPod();
        awaitTrue(() -> hears(address, 53) && hears(address, 54));
        ResponseOptions options = ResponseOptions.NONE.with("dns", address);

        ResponseOutcome cut = responder.act(ResponseAction.ISOLATE_NETWORK, target, null, options, false, PERSON);

        assertThat(cut.status()).as(cut.detail()).isEqualTo(Status.VERIFIED);
        assertThat(hears(address, 54)).isFalse();
        awaitTrue(() -> hears(address, 53));
    }

    /** Whether a server of another container of the pod is heard. */
    private boolean hears(String address, int port) {
        return container
                .exec("sh", "-c", "nc -w 2 %s %d </dev/null".formatted(address, port))
                .stdout()
                .contains("hello");
    }

    private String addressOfPod() {
        String out = container.exec("sh", "-c", "ip -4 -o addr show eth0").stdout();
        return out.replaceAll("(?s).*inet ([0-9.]+).*", "$1");
    }

    /** Whether a connection to the container's own pod, whose server is in the same container, passes. */
    private boolean reaches(String address) {
        // 9200 is 23F0, and 0A is the state of one that listens (proc_net_tcp.txt)
        String script = "(echo hello | nc -l -p 9200 >/dev/null 2>&1 &);"
                + " while ! cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q ':23F0 .* 0A '; do sleep 0.02; done;"
                + " nc -w 2 " + address + " 9200 </dev/null; pkill nc";
        return container.exec("sh", "-c", script).stdout().contains("hello");
    }

    private static long received(RunningContainer server) {
        try {
            return Files.size(Path.of("/proc/" + server.pid() + "/root/received"));
        } catch (IOException e) {
            return 0;
        }
    }

    /** What was under way before is written for a moment still. */
    private static boolean receivesNoMore(RunningContainer server) {
        long before = received(server);
        pass(Duration.ofSeconds(1));
        return received(server) == before;
    }

    @Test
    void letsAContainerGoOnWhenItsTimeIsOver() {
        ResponseOptions options = ResponseOptions.NONE.with("for", "1s");
        ResponseOutcome paused = responder.act(ResponseAction.PAUSE, target, null, options, false, PERSON);
        assertThat(paused.status()).as(paused.detail()).isEqualTo(Status.VERIFIED);
        assertThat(paused.trail().untilEpochNanos()).isPositive();

        assertThat(undoneByTimer(responder, 1))
                .allSatisfy(undone -> assertThat(undone.requestedBy()).isEqualTo(Responder.TIMER));
        assertThat(isFrozen()).isFalse();
        assertThat(responder.undoDue()).isEmpty();
    }

    /** By hand, by a time service that was wrong, or by who wants to be rid of an answer. */
    @Test
    void aTimeOfDayThatIsSetMakesNoTimerEarlyOrLate() {
        ResponseOptions hour = ResponseOptions.NONE.with("for", "1h");
        ResponseOutcome paused = responder.act(ResponseAction.PAUSE, target, null, hour, false, PERSON);
        goesBy(Duration.ofDays(1));
        assertThat(responder.undoDue()).isEmpty();
        assertThat(responder().undoDue())
                .as("by a sensor that was started anew")
                .isEmpty();
        assertThat(isFrozen()).isTrue();
        assertThat(responder.undo(paused.id(), PERSON).status()).isEqualTo(Status.VERIFIED);

        ResponseOptions second = ResponseOptions.NONE.with("for", "1s");
        responder.act(ResponseAction.PAUSE, target, null, second, false, PERSON);
        goesBy(Duration.ofDays(-3));
        assertThat(undoneByTimer(responder, 1)).hasSize(1);
        assertThat(isFrozen()).isFalse();
    }

    private static List<ResponseOutcome> undoneByTimer(Responder by, int count) {
        List<ResponseOutcome> undone = new ArrayList<>();
        awaitTrue(() -> {
            undone.addAll(by.undoDue());
            return undone.size() >= count;
        });
        return undone;
    }

    @Test
    void undoesWhatASensorBeforeHasDone() throws Exception {
        ResponseOptions options = ResponseOptions.of(Map.of("for", "1s", "pids", "9"));
        Path pids = new CgroupSearch(PIDS, "pids.max").find(container.id()).orElseThrow();
        String most = Files.readString(pids.resolve("pids.max"));
        responder.act(ResponseAction.THROTTLE, target, null, options, false, PERSON);
        ResponseOutcome cut = responder.act(ResponseAction.ISOLATE_NETWORK, target, null, PERSON);
        responder.act(ResponseAction.PAUSE, target, null, options, false, PERSON);
        assertThat(Files.getPosixFilePermissions(state.resolve("responses.ndjson")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));

        Responder after = responder();

        assertThat(after.lasting()).hasSize(3);
        assertThat(undoneByTimer(after, 2))
                .hasSize(2)
                .allSatisfy(undone ->
                        assertThat(undone.status()).as(undone.detail()).isEqualTo(Status.VERIFIED));
        assertThat(FREEZER.of(container.id()).isFrozen()).isFalse();
        assertThat(pids.resolve("pids.max")).hasContent(most.strip());
        assertThat(reaches(addressOfPod())).isFalse();
        assertThat(after.undo(cut.id(), PERSON).status()).isEqualTo(Status.VERIFIED);
        awaitTrue(() -> reaches(addressOfPod()));
        assertThat(responder().lasting()).isEmpty();
    }

    @Test
    void forgetsWhatLastedForAContainerThatHasEnded() {
        responder.act(ResponseAction.ISOLATE_NETWORK, target, null, PERSON);

        container.stop();
        responder.lookAgain();

        assertThat(responder.lasting()).isEmpty();
    }

    @Test
    void tellsThatSomebodyElseHasLetAContainerGo() throws Exception {
        ResponseOutcome paused = responder.act(ResponseAction.PAUSE, target, null, PERSON);
        responder.lookAgain();
        assertThat(responder.troubles()).isEmpty();

        FREEZER.of(container.id()).thaw();
        awaitTrue(() -> !isFrozen());
        responder.lookAgain();
        responder.lookAgain();

        assertThat(responder.troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.kind()).isEqualTo(ResponseTrouble.Kind.WITHOUT_EFFECT);
            assertThat(trouble.responseId()).isEqualTo(paused.id());
        });
    }

    private boolean isFrozen() {
        try {
            return FREEZER.of(container.id()).isFrozen();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tellsAResponseThatFailsOrComesLate() {
        Responder without = new Responder(
                "node-1",
                List.of(),
                FREEZER,
                ResponseSettings.defaults(),
                self(),
                around(),
                new Metrics(),
                Clock.systemUTC());

        without.act(ResponseAction.STOP, target, null, PERSON);
        without.act(ResponseAction.EVICT, target, null, PERSON);
        without.respond(Targets.finding(target, null, new Verdict(ResponseAction.THROTTLE, true, "p", "why", "")));

        assertThat(without.troubles())
                .extracting(ResponseTrouble::action, ResponseTrouble::kind)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(ResponseAction.STOP, ResponseTrouble.Kind.FAILED),
                        org.assertj.core.groups.Tuple.tuple(ResponseAction.EVICT, ResponseTrouble.Kind.FAILED),
                        // the finding's event was half a century ago
                        org.assertj.core.groups.Tuple.tuple(ResponseAction.THROTTLE, ResponseTrouble.Kind.LATE));
        assertThat(without.troubles()).isEmpty();
    }

    @Test
    void keepsEvidenceBeforeAContainerIsStopped() throws Exception {
        ResponseOutcome stopped = responder.act(ResponseAction.STOP, target, null, PERSON);

        assertThat(stopped.status()).as(stopped.detail()).isEqualTo(Status.VERIFIED);
        Path kept = state.resolve("evidence").resolve(stopped.id());
        assertThat(stopped.detail()).contains(kept.toString());
        assertThat(Files.readString(kept.resolve("processes.txt"))).contains("while true");
        assertThat(Files.readString(kept.resolve("descriptors.txt")).lines()).hasSizeGreaterThan(3);
        assertThat(Files.readString(kept.resolve("maps.txt"))).contains("/bin/sh");
        assertThat(Files.readString(kept.resolve("events.txt"))).contains("something happened");
        assertThat(Files.getPosixFilePermissions(kept.resolve("maps.txt")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(kept)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void saysThatThereIsNoCheckpointWhereTheRuntimeMakesNone() {
        Responder asking = responder(ResponseSettings.defaults().withCheckpoint(true));

        ResponseOutcome stopped = asking.act(ResponseAction.STOP, target, null, PERSON);

        assertThat(stopped.status()).isEqualTo(Status.VERIFIED);
        assertThat(stopped.detail()).contains("no checkpoint: ", "CheckpointContainer");
    }

    @Test
    void killsWhatAProcessOfAContainerHasStarted() {
        container.exec("sh", "-c", "(sh -c 'while true; do sleep 7777 & sleep 0.01; done' >/dev/null 2>&1 &)");
        awaitTrue(() -> sleepers() > 5);
        long spawner = Targets.pidIn(container.id(), "sh -c while true; do sleep 7777 & sleep 0.01; done");

        ResponseOutcome killed;
        try {
            killed = responder.act(ResponseAction.KILL_PROCESS, target, Targets.identityOf(spawner), PERSON);
        } catch (IOException e) {
            throw new AssertionError(e);
        }

        assertThat(killed.status()).as(killed.detail()).isEqualTo(Status.VERIFIED);
        assertThat(sleepers()).isZero();
        assertThat(container.running()).isTrue();
        assertThat(state.resolve("evidence").resolve(killed.id()).resolve("processes.txt"))
                .content()
                .contains("sleep 7777");
    }

    private long sleepers() {
        return container
                .exec("ps")
                .stdout()
                .lines()
                .filter(line -> line.contains("sleep 7777"))
                .count();
    }

    @Test
    void doesNothingInADryRunOfAnyStep() {
        for (ResponseAction action : ResponseAction.values()) {
            if (action == ResponseAction.ALERT
                    || action == ResponseAction.UNDO
                    || action == ResponseAction.KILL_PROCESS) {
                continue;
            }
            ResponseOptions options =
                    action == ResponseAction.DENY ? ResponseOptions.NONE.with("deny", "exec") : ResponseOptions.NONE;
            ResponseOutcome planned = responder.act(action, target, null, options, true, PERSON);
            assertThat(planned.status()).as(action + ": " + planned.detail()).isEqualTo(Status.PLANNED);
            assertThat(planned.detail()).isNotEmpty();
        }

        assertThat(container.running()).isTrue();
        assertThat(isFrozen()).isFalse();
        assertThat(responder.lasting()).isEmpty();
        assertThat(responder.recent()).isEmpty();
        assertThat(state.resolve("evidence")).doesNotExist();
    }

    @Test
    void saysThatNothingLastsUnderAnUnknownId() {
        assertThatThrownBy(() -> responder.undo("r-unknown", PERSON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("respond list");
    }

    private void goesBy(Duration time) {
        now.set(now.get().plus(time));
    }

    private Responder responder() {
        return responder(ResponseSettings.defaults());
    }

    private Responder responder(ResponseSettings settings) {
        InstantSource clock = now::get;
        return new Responder(
                "node-1",
                List.of(containerd.client()),
                FREEZER,
                settings,
                self(),
                around(),
                new Metrics(),
                clock.withZone(ZoneOffset.UTC));
    }

    private Surroundings around() {
        return new Surroundings(
                Optional.of(state), Denials.NONE, Optional.empty(), container -> List.of("something happened"));
    }
}
