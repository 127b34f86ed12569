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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
    private static final String FREEZER = "cgroup freezer";
    private static final String REFUSED = "Operation not permitted";
    private static final String[] CPU_LIMIT = {"cpu.max", "cpu.cfs_quota_us"};
    /**
     * Runs one loop after the other, each of which adds a byte to a file. It starts no other process: a shell that may
     * start no more ends.
     */
    private static final String SPIN =
            "while true; do i=0; while [ $i -lt 10000 ]; do i=$((i+1)); done; echo >>/tmp/count; done";
    /** Until the container ends; what it is answered with ends the connection. */
    private static final String SERVE =
            "(setsid sh -c 'while true; do echo hello | nc -l -p 9200; done' >/dev/null 2>&1 </dev/null &)";

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
    private long first;

    @ParameterizedTest
    @EnumSource(RuntimeFlavour.class)
    void everyStepIsDoneUndoneAndTold(RuntimeFlavour flavour) throws Exception {
        runtime = range.of(flavour);
        String name = flavour.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        id = runtime.start("ladder-" + name, SPIN);
        neighbour = runtime.start("beside-" + name, "while true; do sleep 1; done");
        range.isKnown(id);
        range.isKnown(neighbour);
        first = range.firstProcess(id);

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
        Waiting.until(
                "the daemon's children",
                () -> processes("sleep 177").size() > 5
                        && !processes("sleep 176").isEmpty());
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
            assertThat(without.status()).as(without.detail()).isEqualTo(Status.REFUSED);
            assertThat(without.detail()).contains("cpu cannot be limited", "no group of that controller");
            return;
        }
        throttlesTheProcessor();
        limitsTheProcesses();
    }

    private void throttlesTheProcessor() throws Exception {
        ControlGroup group = ControlGroup.with(id, CPU_LIMIT).orElseThrow();
        String before = group.read(CPU_LIMIT);
        long waited = group.throttledPeriods();

        ResponseOutcome throttled = verified(does(ResponseAction.THROTTLE, id, "cpu", "50m"));

        assertThat(group.read(CPU_LIMIT)).startsWith("5000");
        Waiting.until("it has to wait", () -> group.throttledPeriods() > waited + 1);
        undo(throttled);
        assertThat(group.read(CPU_LIMIT)).isEqualTo(before);
        goesOn();
    }

    /** There is room for the threads of a runtime's program, which enters the group for each command. */
    private void limitsTheProcesses() throws Exception {
        ControlGroup group = ControlGroup.with(id, "pids.max").orElseThrow();
        String before = group.read("pids.max");

        ResponseOutcome limited = verified(does(ResponseAction.THROTTLE, id, "pids", "40"));

        assertThat(runtime.says(
                        id,
                        "i=0; while [ $i -lt 41 ]; do i=$((i+1)); sleep 555 >/dev/null 2>&1 </dev/null & done; echo"))
                .contains("can't fork");
        assertThat(group.read("pids.max")).isEqualTo("40");
        undo(limited);
        assertThat(group.read("pids.max")).isEqualTo(before);
        runtime.says(id, "pkill sleep");
        goesOn();
    }

    /** The container's first process is at work, or at work again. */
    private void goesOn() {
        long before = count();
        Waiting.until("the container goes on", () -> count() > before);
    }

    /** How many loops the container's first process has done. */
    private long count() {
        try {
            return Files.size(Path.of("/proc/" + first + "/root/tmp/count"));
        } catch (NoSuchFileException e) {
            return 0; // it has only just begun
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void isolates() throws Exception {
        range.addAddress(first, ADDRESS);
        runtime.says(id, SERVE);
        Waiting.until("it is heard", () -> isHeardAt(ADDRESS));

        ResponseOutcome cut = verified(does(ResponseAction.ISOLATE_NETWORK, id));

        assertThat(isHeardAt(ADDRESS)).isFalse();
        Waiting.until("its own loopback", () -> isHeardAt("127.0.0.1"));
        assertThat(isHeardAt(ADDRESS)).isFalse();
        undo(cut);
        Waiting.until("it is heard again", () -> isHeardAt(ADDRESS));
    }

    private boolean isHeardAt(String address) {
        try {
            return runtime.says(id, "nc -w 2 " + address + " 9200 </dev/null").contains("hello");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A runtime that takes longer than it is given is helped by the freezer, and then does not call it paused. */
    private void pauses(RuntimeFlavour flavour) throws Exception {
        ResponseOutcome paused = verified(does(ResponseAction.PAUSE, id));

        assertThat(isFrozen()).isTrue();
        long counted = count();
        TimeUnit.MILLISECONDS.sleep(200);
        assertThat(count()).isEqualTo(counted);
        if (!paused.how().equals(FREEZER)) {
            assertThat(range.of(flavour).endpoint()).isPresent();
            Waiting.until("the runtime knows it", () -> state().equals("paused"));
        }
        undo(paused);
        assertThat(isFrozen()).isFalse();
        Waiting.until("the runtime knows it", () -> state().equals("running"));
        goesOn();
    }

    private void isLetGoByTheTimer() throws Exception {
        ResponseOutcome paused = verified(does(ResponseAction.PAUSE, id, "for", "1s"));

        ResponseOutcome undone = Waiting.seen("the undo", Waiting.LONG, () -> range.undoOf(paused.id()));

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
