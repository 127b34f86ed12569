package dev.vedette.benchmarks.noise;

import dev.vedette.benchmarks.Benchmark;
import dev.vedette.benchmarks.Figure;
import dev.vedette.benchmarks.SensorProcess;
import dev.vedette.benchmarks.Stage;
import dev.vedette.sensor.demo.runtime.ContainerdPrograms;
import dev.vedette.sensor.demo.runtime.ImageBuilder;
import dev.vedette.sensor.demo.runtime.PersonsSession;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.runtime.RunningPod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a sensor with its defaults says of honest work: all of the {@link Corpus} in a private containerd for a time, a
 * person's shell among it.
 */
public final class NoiseBenchmark implements Benchmark {
    /** Names the folder that {@code install-corpus.sh} has filled. */
    private static final String VARIABLE = "VEDETTE_CORPUS";

    private static final Duration BETWEEN_SESSIONS = Duration.ofSeconds(60);

    private final Stage stage;
    private final Duration duration;

    public NoiseBenchmark(Stage stage, Duration duration) {
        this.stage = stage;
        this.duration = duration;
    }

    @Override
    public List<Figure> measure() throws Exception {
        Path folder = Files.createDirectories(stage.folder().resolve("noise"));
        ContainerdPrograms programs = ContainerdPrograms.find()
                .orElseThrow(() -> new IOException("there is no containerd; start this by the launcher"));
        try (PrivateContainerd containerd = PrivateContainerd.start(programs, folder.resolve("containerd"))) {
            importImage(containerd, Files.createDirectories(folder.resolve("image")));
            String runtime = "--runtime=" + containerd.endpoint().socket();
            try (SensorProcess sensor = stage.sensorByBuiltInRules(runtime)) {
                sensor.awaitReady();
                List<RunningWorkload> workloads = run(containerd, programs, folder);
                Noise noise = Noise.read(sensor.findings());
                return new NoiseReport(workloads, noise).figures();
            }
        }
    }

    private static void importImage(PrivateContainerd containerd, Path work) throws IOException {
        List<String> references = List.of(RunningWorkload.IMAGE, ImageBuilder.PAUSE_REFERENCE);
        containerd.importImage(ImageBuilder.ofFolder(rootfs(), work, references), references);
    }

    private List<RunningWorkload> run(PrivateContainerd containerd, ContainerdPrograms programs, Path folder)
            throws Exception {
        List<RunningWorkload> workloads = Corpus.all(containerd.podLogs()).stream()
                .map(workload -> new RunningWorkload(workload, containerd.pods(), folder.resolve("volumes")))
                .toList();
        List<Thread> threads = new ArrayList<>();
        for (RunningWorkload workload : workloads) {
            threads.add(Thread.ofPlatform().name(workload.name()).start(workload));
        }
        sessions(containerd, programs);
        workloads.forEach(RunningWorkload::end);
        for (Thread thread : threads) {
            thread.join();
        }
        return workloads;
    }

    /** A person who looks into a pod of their own now and then, until the time is over. */
    private void sessions(PrivateContainerd containerd, ContainerdPrograms programs) throws Exception {
        long end = System.nanoTime() + duration.toNanos();
        try (RunningPod pod =
                containerd.pods().pod("honest", NoiseReport.LOOKED_INTO).run()) {
            RunningContainer container = pod.container("main")
                    .image(RunningWorkload.IMAGE)
                    .runtimeSeccomp()
                    .command("sleep", "infinity")
                    .run();
            PersonsSession session =
                    new PersonsSession(programs.ctr(), containerd.endpoint().socket(), container.id());
            for (int i = 0; System.nanoTime() < end; i++) {
                session.run(
                        "person-" + i,
                        true,
                        List.of(
                                "bash",
                                "-c",
                                "ls -l /; ps aux; env | sort | head -3; cat /etc/os-release; df -h; top -b -n 1 | head"));
                long rest = Math.min(BETWEEN_SESSIONS.toMillis(), (end - System.nanoTime()) / 1_000_000);
                Thread.sleep(Math.max(1, rest));
            }
        }
    }

    private static Path rootfs() throws IOException {
        Path rootfs = Path.of(System.getenv().getOrDefault(VARIABLE, "")).resolve("rootfs");
        if (!Files.isDirectory(rootfs)) {
            throw new IOException("the honest workloads are not there; start this by the launcher");
        }
        return rootfs;
    }
}
