package dev.vedette.tests.support;

import dev.vedette.baseline.novelty.LearningGoals;
import dev.vedette.sensor.agent.OutputSettings;
import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.agent.SensorSettings;
import dev.vedette.sensor.agent.SensorSettings.Tuning;
import dev.vedette.sensor.demo.runtime.ContainerRequest;
import dev.vedette.sensor.demo.runtime.ContainerdPrograms;
import dev.vedette.sensor.demo.runtime.PodRequest;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.runtime.RunningPod;
import dev.vedette.sensor.demo.tour.DemoImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A private containerd with the demonstration's image, a sensor that watches it, and a process of the node to attack.
 *
 * <p>The sensor only watches and tells: it has the built-in policy, which answers nothing. What it finds is read from
 * its file of findings, the same that users get.
 */
public final class AttackRange implements AutoCloseable {
    /** By which its sensor learns workloads. Three replicas: only the test of learning has so many of one. */
    public static final LearningGoals SOON_LEARNED = new LearningGoals(Duration.ofSeconds(1), 9, 3, 0.1);

    private final AtomicInteger numbers = new AtomicInteger();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Path work;
    private PrivateContainerd containerd;
    private ContainerdPrograms programs;
    private Sensor sensor;
    private Findings findings;
    private Process hostProcess;

    private AttackRange(Path work) {
        this.work = work;
    }

    static AttackRange open() {
        try {
            AttackRange range = new AttackRange(Files.createTempDirectory("vedette-range"));
            try {
                range.begin();
                return range;
            } catch (IOException | RuntimeException | Error e) {
                range.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void begin() throws IOException {
        programs = ContainerdPrograms.find().orElseThrow();
        containerd = opened(PrivateContainerd.start(programs, work.resolve("c")));
        DemoImage.importInto(containerd, work.resolve("image"));
        Path file = work.resolve("findings.ndjson");
        findings = new Findings(file);
        Tuning usual = Tuning.defaults();
        sensor = opened(ready(
                settings("all", file, new Tuning(SOON_LEARNED, usual.identity(), usual.probes(), usual.responses()))));
        hostProcess = new ProcessBuilder("sleep", "3600").start();
        open.push(hostProcess::destroyForcibly);
    }

    private static Sensor ready(SensorSettings settings) {
        try {
            return ReadySensor.by(settings);
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Settings of a sensor that watches this range and tells a file; the built-in policy holds. */
    public SensorSettings settings(String name, Path findingsFile, Tuning tuning) {
        return settings(name, findingsFile, tuning, Optional.empty());
    }

    /** The same by policies of a test's own. */
    public SensorSettings settings(String name, Path findingsFile, Tuning tuning, Path policies) {
        return settings(name, findingsFile, tuning, Optional.of(policies));
    }

    private SensorSettings settings(String name, Path findingsFile, Tuning tuning, Optional<Path> policies) {
        return new SensorSettings(
                "range",
                stateOf(name),
                List.of(containerd.endpoint()),
                policies,
                List.of(),
                new OutputSettings(
                        OutputSettings.Terminal.NOTHING,
                        Optional.of(findingsFile),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                tuning,
                Optional.empty());
    }

    private Path stateOf(String name) {
        return work.resolve("state-" + name);
    }

    /** A container that shares nothing with the node and has the runtime's filter of system calls. */
    public Workload ordinary() {
        return workload(UnaryOperator.identity(), ContainerRequest::runtimeSeccomp);
    }

    public Workload privileged() {
        return workload(PodRequest::privileged, ContainerRequest::privileged);
    }

    /** One that was given the node's pid namespace too, so that it can name the node's processes. */
    public Workload privilegedInHostPid() {
        return workload(pod -> pod.hostPid().privileged(), ContainerRequest::privileged);
    }

    /** A pod of its own with one container that does what it is told. */
    public Workload workload(UnaryOperator<PodRequest> pod, UnaryOperator<ContainerRequest> container) {
        return workload("workload-" + numbers.incrementAndGet(), pod, container);
    }

    public Workload workload(String podName, UnaryOperator<PodRequest> pod, UnaryOperator<ContainerRequest> container) {
        return new Workload(this, start(podName, pod, container, "sh", DemoImage.SCRIPTS + "/obey.sh"));
    }

    /** A pod of its own with one container that runs a command. */
    public RunningContainer start(
            String podName,
            UnaryOperator<PodRequest> pod,
            UnaryOperator<ContainerRequest> container,
            String... command) {
        RunningPod running = pod.apply(containerd.pods().pod("range", podName)).run();
        return container.apply(running.container("main")).command(command).run();
    }

    /** A process of the node that stands for the node: its first one may be out of reach even for root. */
    public long hostPid() {
        return hostProcess.pid();
    }

    public Findings findings() {
        return findings;
    }

    public PrivateContainerd containerd() {
        return containerd;
    }

    /** The sensor that watches. */
    public Sensor sensor() {
        return sensor;
    }

    /** The folder of the sensor that watches. */
    public Path state() {
        return stateOf("all");
    }

    /** The programs of the containerd that is watched. */
    public ContainerdPrograms programs() {
        return programs;
    }

    /** A new folder on the node that is removed in the end. */
    public Path folder() throws IOException {
        return Files.createTempDirectory(work, "folder");
    }

    int nextNumber() {
        return numbers.incrementAndGet();
    }

    Path ctr() {
        return programs.ctr();
    }

    void endWorkloads() {
        containerd.pods().removeAll();
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    @Override
    public void close() {
        try {
            while (!open.isEmpty()) {
                open.pop().close();
            }
            delete(work);
        } catch (Exception e) {
            throw new IllegalStateException("the range was not put back: " + e.getMessage(), e);
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException problem) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
