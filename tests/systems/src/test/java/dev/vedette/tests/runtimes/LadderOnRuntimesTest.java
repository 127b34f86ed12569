package dev.vedette.tests.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.ResponseOutcome.Status;
import dev.vedette.sensor.demo.runtime.AnyRuntime;
import dev.vedette.sensor.demo.runtime.RuntimeFlavour;
import dev.vedette.sensor.response.CgroupFreezer;
import dev.vedette.tests.support.OnRealContainers;
import dev.vedette.tests.support.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every step of the ladder on every real runtime of this machine, all watched by one sensor: planned, done with an effect
 * that is measured, undone, and told. Kubernetes is not there, so evict is told as not possible.
 */
@OnRealContainers
class LadderOnRuntimesTest {
    private static final String PERSON = "ann";
    private static final String ADDRESS = "10.99.0.7";
    private static final String REFUSED = "Operation not permitted";
    /** Runs one loop after the other, each of which is counted. */
    private static final String SPIN = "n=0; while true; do i=0; while [ $i -lt 1000 ]; do i=$((i+1)); done;"
            + " n=$((n+1)); echo $n >/tmp/count.new; mv /tmp/count.new /tmp/count; done";

    private static RuntimeRange range;

    @BeforeAll
    static void start() throws Exception {
        range = RuntimeRange.open();
    }

    @AfterAll
    static void end() throws Exception {
        if (range != null) {
            range.close();
        }
    }

    private AnyRuntime runtime;
    private String id;
    private String neighbour;

    @ParameterizedTest
    @EnumSource(RuntimeFlavour.class)
    void everyStepIsDoneUndoneAndTold(RuntimeFlavour flavour) throws Exception {
        runtime = range.of(flavour);
        String name = flavour.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        id = runtime.start("ladder-" + name, SPIN);
        neighbour = runtime.start("beside-" + name, "while true; do sleep 1; done");
        range.isKnown(id);
        range.isKnown(neighbour);

        isOnlyPlanned();
        denies();
        killsWhatHasShedItsParents();
        throttles(flavour);
        isolates();
        pauses(flavour);
        isLetGoByTheTimer();
        evictIsTold();
        stops();
    }

    private ResponseOutcome does(ResponseAction action, String target, String... options) throws Exception {
        ResponseOptions read = ResponseOptions.NONE;
        for (int i = 0; i < options.length; i += 2) {
            read = read.with(options[i], options[i + 1]);
        }
        ResponseOutcome outcome = range.respond(action, target, read, false, PERSON);
        assertThat(outcome.requestedBy()).isEqualTo(PERSON);
        isTold(outcome);
        return outcome;
    }

    private ResponseOutcome verified(ResponseOutcome outcome) {
        assertThat(outcome.status())
                .as(outcome.action() + ": " + outcome.detail())
                .isEqualTo(Status.VERIFIED);
        return outcome;
    }

    /** In the file that users get, with who has asked. */
    private void isTold(ResponseOutcome outcome) {
        Waiting.until(
                "the outcome " + outcome.id() + " is told", () -> range.told().contains(outcome.id()));
    }

    private void undo(ResponseOutcome outcome) throws Exception {
        ResponseOutcome undone = verified(range.undo(outcome.id(), PERSON));
        assertThat(undone.action()).isEqualTo(ResponseAction.UNDO);
        assertThat(undone.trail().undoOf()).isEqualTo(outcome.id());
        isTold(undone);
        assertThat(range.lasting()).doesNotContain(outcome.id());
    }

    private void isOnlyPlanned() throws Exception {
        Map<ResponseAction, ResponseOptions> steps = Map.of(
                ResponseAction.DENY, ResponseOptions.NONE.with("deny", "connect"),
                ResponseAction.ISOLATE_NETWORK, ResponseOptions.NONE,
                ResponseAction.PAUSE, ResponseOptions.NONE,
                ResponseAction.STOP, ResponseOptions.NONE,
                ResponseAction.EVICT, ResponseOptions.NONE);
        for (Map.Entry<ResponseAction, ResponseOptions> step : steps.entrySet()) {
            ResponseOutcome planned = range.respond(step.getKey(), id, step.getValue(), true, PERSON);
            assertThat(planned.status())
                    .as(step.getKey() + ": " + planned.detail())
                    .isEqualTo(Status.PLANNED);
            assertThat(planned.detail()).isNotEmpty();
        }
        assertThat(range.lasting()).isEmpty();
        assertThat(isFrozen()).isFalse();
    }

    private void denies() throws Exception {
        String connect = "nc -w 1 127.0.0.1 9 </dev/null";
        assertThat(runtime.says(id, connect)).doesNotContain(REFUSED);

        ResponseOutcome denied = verified(does(ResponseAction.DENY, id, "deny", "connect"));

        assertThat(runtime.says(id, connect)).contains(REFUSED);
        assertThat(runtime.says(neighbour, connect)).doesNotContain(REFUSED);
        undo(denied);
        assertThat(runtime.says(id, connect)).doesNotContain(REFUSED);
    }

    /** A daemon that has left parent, group and session, and starts others that leave its own: a few hundred at most. */
    private void killsWhatHasShedItsParents() throws Exception {
        runtime.says(id, """
                cat >/tmp/bomb <<'END'
                i=0; while [ $i -lt 300 ]; do i=$((i+1)); setsid sleep 177 & sleep 0.05; done
                END
                cat >/tmp/culprit <<'END'
                (setsid sh -c 'setsid sh /tmp/bomb & exit 0' &)
                exec sleep 176
                END
                (setsid sh /tmp/culprit >/dev/null 2>&1 </dev/null &)""");
        Waiting.until("the daemon's children", () -> processes("sleep 177").size() > 5);
        long culprit = processes("sleep 176").getFirst();

        ResponseOutcome killed = verified(does(ResponseAction.KILL_PROCESS, Long.toString(culprit)));

        assertThat(killed.container().id()).isEqualTo(id);
        assertThat(processes("sleep 17")).as(killed.detail()).isEmpty();
        assertThat(processes("sh /tmp/bomb")).as(killed.detail()).isEmpty();
        assertThat(Files.readString(range.evidence(killed).resolve("processes.txt")))
                .contains("sleep 177");
        assertThat(runtime.state(id)).isEqualTo("running");
    }

    private List<Long> processes(String words) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> isInContainer(pid) && command(pid).startsWith(words))
                .toList();
    }

    private static String command(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    private boolean isInContainer(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cgroup")).contains(id);
        } catch (IOException e) {
            return false;
        }
    }

    /** What a user's container may take is no control group's matter on a node whose controllers are of version 1. */
    private void throttles(RuntimeFlavour flavour) throws Exception {
        if (flavour == RuntimeFlavour.ROOTLESS_PODMAN && !Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"))) {
            ResponseOutcome without = does(ResponseAction.THROTTLE, id, "cpu", "50m");
            assertThat(without.status()).isEqualTo(Status.FAILED);
            assertThat(without.detail()).contains("no control group that could limit it");
            return;
        }
        long before = loops();

        ResponseOutcome throttled = verified(does(ResponseAction.THROTTLE, id, "cpu", "50m", "pids", "12"));

        assertThat(loops()).as("loops in a second, %s before", before).isLessThan(before / 2);
        assertThat(runtime.says(id, "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13; do sleep 1 & done; echo"))
                .contains("can't fork");
        undo(throttled);
        assertThat(loops()).as("loops in a second, %s before", before).isGreaterThan(before / 2);
    }

    /** How many loops the container's first process does in a second. */
    private long loops() throws Exception {
        long first = count();
        TimeUnit.SECONDS.sleep(1);
        return count() - first;
    }

    private long count() throws IOException {
        long pid = range.firstProcess(id);
        return Long.parseLong(
                Files.readString(Path.of("/proc/" + pid + "/root/tmp/count")).strip());
    }

    private void isolates() throws Exception {
        range.addAddress(range.firstProcess(id), ADDRESS);
        assertThat(isHeardAt(ADDRESS)).isTrue();

        ResponseOutcome cut = verified(does(ResponseAction.ISOLATE_NETWORK, id));

        assertThat(isHeardAt(ADDRESS)).isFalse();
        assertThat(isHeardAt("127.0.0.1")).as("its own loopback").isTrue();
        undo(cut);
        assertThat(isHeardAt(ADDRESS)).isTrue();
    }

    private boolean isHeardAt(String address) throws IOException {
        return runtime.says(
                        id,
                        "(echo hello | nc -l -p 9200 >/dev/null 2>&1 &); sleep 0.2; nc -w 1 " + address
                                + " 9200 </dev/null; pkill nc")
                .contains("hello");
    }

    private void pauses(RuntimeFlavour flavour) throws Exception {
        ResponseOutcome paused = verified(does(ResponseAction.PAUSE, id));

        assertThat(isFrozen()).isTrue();
        long counted = count();
        TimeUnit.MILLISECONDS.sleep(200);
        assertThat(count()).isEqualTo(counted);
        if (range.of(flavour).endpoint().isPresent()) {
            Waiting.until("the runtime knows it", () -> state().equals("paused"));
        } else {
            assertThat(paused.how()).isEqualTo("cgroup freezer");
        }
        undo(paused);
        assertThat(isFrozen()).isFalse();
        Waiting.until("the runtime knows it", () -> state().equals("running"));
        assertThat(loops()).isPositive();
    }

    private void isLetGoByTheTimer() throws Exception {
        ResponseOutcome paused = verified(does(ResponseAction.PAUSE, id, "for", "1s"));

        ResponseOutcome undone = Waiting.seen("the undo", Duration.ofSeconds(15), () -> range.undoOf(paused.id()));

        assertThat(undone.requestedBy()).isEqualTo("timer");
        verified(undone);
        assertThat(isFrozen()).isFalse();
    }

    private void evictIsTold() throws Exception {
        ResponseOutcome evicted = does(ResponseAction.EVICT, id);
        assertThat(evicted.status()).isEqualTo(Status.FAILED);
        assertThat(evicted.detail()).contains("Kubernetes is not known");
    }

    private void stops() throws Exception {
        ResponseOutcome stopped = verified(does(ResponseAction.STOP, id));
        assertThat(Files.readString(range.evidence(stopped).resolve("processes.txt")))
                .contains("while true");
        Waiting.until("the runtime knows it", () -> !state().equals("running"));
        assertThat(runtime.state(neighbour)).isEqualTo("running");
    }

    private String state() {
        try {
            return runtime.state(id);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private boolean isFrozen() throws IOException {
        return CgroupFreezer.ofNode().of(id).isFrozen();
    }
}
