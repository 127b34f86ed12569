package dev.vedette.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.agent.SensorSettings;
import dev.vedette.sensor.agent.SensorSettings.Tuning;
import dev.vedette.sensor.demo.runtime.ContainerRequest;
import dev.vedette.sensor.demo.runtime.PodRequest;
import dev.vedette.sensor.replay.Replay;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.Findings;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.ReadySensor;
import dev.vedette.tests.support.Workload;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What a recording is played for: the same findings as when it was taken. Which containers are made and what is done in
 * them is drawn by lot, {@code -Dvedette.replay.seed} draws the same again.
 */
@OnAttackRange
class ReplayTest {
    private static final long SEED = Long.getLong("vedette.replay.seed", System.nanoTime());
    private static final int CONTAINERS = 5;

    private final AttackRange range;

    ReplayTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void aRecordingFindsInContainersWhatWasFoundLive() throws Exception {
        Path folder = range.folder();
        Path recording = folder.resolve("taken.recording");
        Findings live = new Findings(folder.resolve("live.ndjson"));
        List<Workload> workloads = new ArrayList<>();
        try (Sensor _ = ReadySensor.by(settings("live", folder, Optional.of(recording)))) {
            Random lot = new Random(SEED);
            for (int i = 0; i < CONTAINERS; i++) {
                workloads.add(drawn(lot, folder));
            }
            for (Workload workload : workloads) {
                var unused = live.await(
                        "the last deed",
                        finding -> finding.ruleId().equals("VDT-3004")
                                && finding.container().id().equals(workload.id())
                                && finding.evidence().containsValue("/tmp/busybox-last"));
            }
        }
        Findings played = new Findings(folder.resolve("played.ndjson"));
        try (Sensor sensor = new Sensor(settings("played", folder, Optional.empty()));
                InputStream in = Files.newInputStream(recording)) {
            sensor.play(in);
            sensor.awaitEnd();
        }

        Set<String> ids = workloads.stream().map(Workload::id).collect(Collectors.toSet());
        assertThat(said(played.all(), ids)).as("seed " + SEED).isEqualTo(said(live.all(), ids));
        assertThat(said(live.all(), ids)).anyMatch(line -> line.startsWith("VDT-1050"));

        List<Finding> judgedAgain = judgedAgain(recording);
        assertThat(said(judgedAgain, ids)).as("seed " + SEED).isEqualTo(said(live.all(), ids));
        assertThat(named(judgedAgain, ids)).as("seed " + SEED).isEqualTo(named(live.all(), ids));
    }

    private static List<Finding> judgedAgain(Path recording) throws Exception {
        try (RuleBundle rules = RuleBundle.builtIn(ReplayTest.class.getClassLoader())) {
            return Replay.of(recording, List.of(rules), PolicySet.NONE).findings();
        }
    }

    /** The names that findings go by on every surface, and when they happened. */
    private static Set<String> named(List<Finding> findings, Set<String> containers) {
        return findings.stream()
                .filter(finding -> containers.contains(finding.container().id()))
                .filter(finding -> !finding.ruleId().matches("VDT-[1678].*"))
                .map(finding -> finding.id() + " " + finding.ruleId() + " " + finding.epochNanos() / 1_000_000_000L)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Workload drawn(Random lot, Path folder) throws Exception {
        boolean privileged = lot.nextInt(4) == 0;
        boolean hostPid = lot.nextInt(3) == 0;
        UnaryOperator<PodRequest> pod = request -> hostPid ? request.hostPid() : request;
        Path mounted = Files.createTempDirectory(folder, "run");
        Workload workload = range.workload(
                privileged ? request -> pod.apply(request).privileged() : pod,
                request -> container(request.mount(mounted, "/run", false), privileged));
        if (!privileged && lot.nextInt(3) > 0) {
            insideWith(workload, "umount /proc/keys; mknod -m 600 /dev/spare" + lot.nextInt(9) + " b 7 200");
        }
        runc(workload, lot.nextBoolean() ? "CAP_SYS_ADMIN" : "CAP_SYS_PTRACE");
        workload.does("cp /bin/busybox /tmp/busybox-last && /tmp/busybox-last true")
                .worked();
        return workload;
    }

    private static ContainerRequest container(ContainerRequest request, boolean privileged) {
        return privileged ? request.privileged() : request.runtimeSeccomp();
    }

    private static void insideWith(Workload workload, String script) throws Exception {
        run("nsenter", "-t", Long.toString(workload.container().pid()), "-m", "/bin/sh", "-c", script);
    }

    /** It stays long enough for its mounts to be read. */
    private static void runc(Workload workload, String capability) throws Exception {
        run(
                "runc",
                "--root",
                "/run/containerd/runc/k8s.io",
                "exec",
                "--cap",
                capability,
                workload.id(),
                "/bin/sleep",
                "1");
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
    }

    /**
     * Rule, container and words. Of the node itself, of images and of what the sensor could not see a recording says
     * nothing, and what rests on files of the node neither (whose socket a path is, what is a runtime's program).
     */
    private static Set<String> said(List<Finding> findings, Set<String> containers) {
        return findings.stream()
                .filter(finding -> containers.contains(finding.container().id()))
                .filter(finding -> !finding.ruleId().matches("VDT-[678].*"))
                .map(finding -> finding.ruleId() + " " + finding.container().displayName() + " " + finding.severity()
                        + " " + finding.message())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private SensorSettings settings(String name, Path folder, Optional<Path> record) {
        SensorSettings plain =
                range.settings(name + "-" + folder.getFileName(), folder.resolve(name + ".ndjson"), Tuning.defaults());
        return new SensorSettings(
                plain.node(),
                plain.stateDirectory(),
                record.isPresent() ? plain.runtimes() : List.of(),
                plain.policies(),
                plain.bundles(),
                plain.outputs(),
                plain.tuning(),
                record);
    }
}
