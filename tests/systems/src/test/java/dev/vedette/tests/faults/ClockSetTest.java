package dev.vedette.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlException;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.demo.runtime.ContainerdPrograms;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.sensor.demo.tour.DemoImage;
import dev.vedette.sensor.demo.tour.ObedientContainer;
import dev.vedette.sensor.demo.tour.Stage;
import dev.vedette.tests.support.Findings;
import dev.vedette.tests.support.OnRealContainers;
import dev.vedette.tests.support.ShortFolder;
import dev.vedette.tests.support.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole sensor in a process whose time of day somebody sets while it watches a real container. A library that is loaded
 * before C's answers that process alone for the time of day, so that nothing else on this machine sees another time; the
 * clock since the machine's start is left as it is.
 */
@OnRealContainers
class ClockSetTest {
    private static final Path FAKE_TIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");
    private static final Duration CLOSE = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private Path clock;
    private Path state;
    private Findings findings;
    private ObedientContainer container;

    @Test
    void timersAndRepeatsGoOnAndFindingsCarryTheTimeThatIs() throws Exception {
        clock = folder.resolve("clock");
        state = folder.resolve("state");
        findings = new Findings(folder.resolve("findings"));
        set("+0");
        Program program = new Program(folder.resolve("program"));
        ContainerdPrograms programs = ContainerdPrograms.find().orElseThrow();
        try (ShortFolder home = ShortFolder.make();
                PrivateContainerd containerd = PrivateContainerd.start(programs, home.resolve("c"))) {
            DemoImage.importInto(containerd, folder.resolve("image"));
            try (Stage stage = new Stage(containerd, programs)) {
                container = stage.obedient("ops", "agent-1", pod -> pod.privileged(), made -> made.privileged());
                Process sensor = startedOn(program, containerd);
                try {
                    setsTheClock(program);
                } finally {
                    Program.end(sensor);
                }
            }
        }
    }

    private Process startedOn(Program program, PrivateContainerd containerd) throws IOException {
        Map<String, String> ofAnotherTime = Map.of(
                "LD_PRELOAD", FAKE_TIME.toString(),
                "FAKETIME_TIMESTAMP_FILE", clock.toString(),
                "FAKETIME_NO_CACHE", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "FAKETIME_DONT_RESET", "1");
        return program.startWith(
                ofAnotherTime,
                "sensor",
                "--quiet",
                "--state",
                state.toString(),
                "--ndjson",
                folder.resolve("findings").toString(),
                "--runtime",
                containerd.endpoint().socket().toString());
    }

    private void setsTheClock(Program program) throws Exception {
        String id = container.container().id();
        Waiting.until("the container is known", () -> knows(id));
        container.order("exec 3>>/proc/sys/kernel/core_pattern");
        assertThat(of("VDT-2002")).isBetween(inDays(0).minus(CLOSE), inDays(0).plus(CLOSE));
        respond(
                ResponseAction.THROTTLE,
                ResponseOptions.NONE.with("cpu", "500m").with("for", "1h"));

        set("+1d");
        Waiting.until("the jump ahead is said", () -> said(program, "set ahead by 1 d 0 h 0 min"));
        container.order("exec 3>>/proc/sys/kernel/core_pattern");
        container.order("cp /bin/busybox /tmp/busybox && /tmp/busybox true");
        assertThat(of("VDT-3004")).isBetween(inDays(1).minus(CLOSE), inDays(1).plus(CLOSE));
        assertThat(findings.of(id, "VDT-2002")).as("a repeat within its window").hasSize(1);
        assertThat(lasting()).as("responses for an hour, a day later").isEqualTo(1);

        set("-2d");
        Waiting.until("the jump back is said", () -> said(program, "set back by 3 d 0 h 0 min"));
        container.order("exec 3>>/proc/sys/kernel/core_pattern");
        container.order("mkdir /tmp/debug && mount -t debugfs none /tmp/debug");
        assertThat(of("VDT-2004")).isBetween(inDays(-2).minus(CLOSE), inDays(-2).plus(CLOSE));
        assertThat(findings.of(id, "VDT-2002")).as("a repeat within its window").hasSize(1);
        respond(ResponseAction.PAUSE, ResponseOptions.NONE.with("for", "2s"));
        Waiting.until("the pause of two seconds has ended", this::lastsAlone);
        assertThat(program.errors()).doesNotContain("\tat ", "Exception");
    }

    /** When the first finding of a rule on the container is said to have happened. */
    private Instant of(String rule) {
        Finding found = findings.await(
                rule,
                finding -> finding.ruleId().equals(rule)
                        && finding.container().id().equals(container.container().id()));
        return Instant.ofEpochSecond(0, found.epochNanos());
    }

    private static Instant inDays(int days) {
        return Instant.now().plus(Duration.ofDays(days));
    }

    private void set(String offset) throws IOException {
        Path draft = Files.writeString(folder.resolve("draft"), offset + "\n");
        Files.move(draft, clock, StandardCopyOption.ATOMIC_MOVE);
    }

    private void respond(ResponseAction action, ResponseOptions options) throws ControlException {
        int before = lasting();
        try (ControlClient client = new ControlClient(ControlSocket.in(state))) {
            String outcome = new String(
                    client.respond(action, container.container().id(), options, false, "ann"), StandardCharsets.UTF_8);
            assertThat(outcome).contains("verified");
        }
        assertThat(lasting()).isEqualTo(before + 1);
    }

    private int lasting() throws ControlException {
        try (ControlClient client = new ControlClient(ControlSocket.in(state))) {
            return client.responses().getLastingCount();
        }
    }

    private boolean knows(String id) {
        try (ControlClient client = new ControlClient(ControlSocket.in(state))) {
            return client.containers().stream()
                    .anyMatch(line -> line.getId().equals(id) && !line.getPod().isEmpty());
        } catch (ControlException e) {
            return false; // it is about to begin
        }
    }

    private boolean lastsAlone() {
        try {
            return lasting() == 1;
        } catch (ControlException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean said(Program program, String words) {
        try {
            return program.errors().contains(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
