package dev.vedette.benchmarks.noise;

import dev.vedette.sensor.demo.runtime.ContainerRequest;
import dev.vedette.sensor.demo.runtime.PodRequest;
import dev.vedette.sensor.demo.runtime.Pods;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.runtime.RunningPod;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a workload until it is told to end: a pod that has ended, as those of jobs do and those that crash, is followed by a
 * new one. Its own thread runs it.
 */
final class RunningWorkload implements Runnable {
    static final String IMAGE = "registry.example/honest/corpus:1";

    private static final String NAMESPACE = "honest";
    private static final String TEMPLATE = "5d4f8c7b9";
    private static final Duration BETWEEN_PROBES = Duration.ofSeconds(5);
    private static final Duration BETWEEN_PODS = Duration.ofSeconds(8);
    private static final int LONGEST_INIT_SECONDS = 120;

    private final Workload workload;
    private final Pods pods;
    private final Path folder;
    private volatile boolean ending;
    private volatile String trouble = "";
    private int round;
    private long containerNanos;
    private int failedProbes;

    /** @param folder for its volumes */
    RunningWorkload(Workload workload, Pods pods, Path folder) {
        this.workload = workload;
        this.pods = pods;
        this.folder = folder;
    }

    String name() {
        return workload.name();
    }

    void end() {
        ending = true;
    }

    /** Hours that its containers have run, together. To be asked when its thread has ended. */
    double containerHours() {
        return containerNanos / (double) TimeUnit.HOURS.toNanos(1);
    }

    int pods() {
        return round;
    }

    int failedProbes() {
        return failedProbes;
    }

    /** Why it did not do its work; "" if it did. */
    String trouble() {
        return trouble;
    }

    @Override
    public void run() {
        try {
            while (!ending) {
                round++;
                onePod();
                if (!ending && !workload.ends()) {
                    trouble = "it ended " + round + " times";
                }
                pause(BETWEEN_PODS);
            }
        } catch (IOException | RuntimeException e) {
            trouble = e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void onePod() throws IOException, InterruptedException {
        PodRequest request = workload.pod().apply(pods.pod(NAMESPACE, podName()));
        // As the controllers of Jobs and Deployments label their pods.
        String label = workload.ends() ? "batch.kubernetes.io/job-name" : "pod-template-hash";
        RunningPod pod = request.label(label, workload.ends() ? workload.name() : TEMPLATE)
                .run();
        try {
            Path volumes = volumes();
            if (workload.init().isPresent()) {
                awaitEnd(start(pod, "init", workload.init().get(), volumes));
            }
            List<RunningContainer> containers = new ArrayList<>();
            containers.add(start(pod, "main", workload.main(), volumes));
            if (workload.beside().isPresent()) {
                containers.add(start(pod, "beside", workload.beside().get(), volumes));
            }
            runOn(containers);
        } finally {
            remove(pod);
        }
    }

    /** A runtime that is just clearing up what has ended may refuse the first time, as it may refuse the kubelet. */
    private static void remove(RunningPod pod) throws InterruptedException {
        try {
            pod.close();
        } catch (StatusRuntimeException e) {
            Thread.sleep(2_000);
            pod.close();
        }
    }

    private String podName() {
        return workload.name() + "-" + TEMPLATE + "-bcdf" + (4 + round % 6);
    }

    private void runOn(List<RunningContainer> containers) throws InterruptedException {
        RunningContainer main = containers.getFirst();
        long began = System.nanoTime();
        boolean probed = false;
        while (!ending && main.running()) {
            pause(BETWEEN_PROBES);
            if (!workload.probe().isEmpty() && main.running()) {
                boolean well =
                        main.exec(workload.probe().toArray(String[]::new)).exitCode() == 0;
                failedProbes += well || !probed ? 0 : 1; // the first may come before it listens
                probed = true;
            }
        }
        containerNanos += (System.nanoTime() - began) * containers.size();
    }

    private RunningContainer start(RunningPod pod, String name, String script, Path volumes) throws IOException {
        ContainerRequest request = workload.container()
                .apply(pod.container(name).image(IMAGE).runtimeSeccomp())
                .command("/bin/bash", "-c", text(script));
        if (workload.uid() != 0) {
            request.runAs(workload.uid());
        }
        for (String volume : workload.volumes()) {
            request.mount(volumes.resolve(volume.substring(1)), volume, false);
        }
        return request.run();
    }

    private void awaitEnd(RunningContainer init) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_INIT_SECONDS);
        while (init.running()) {
            if (System.nanoTime() > end) {
                throw new IOException("the init container does not end: " + init.log());
            }
            Thread.sleep(200);
        }
    }

    /** Empty folders as of an emptyDir, which all may write. */
    private Path volumes() throws IOException {
        Path volumes = folder.resolve(workload.name() + "-" + round);
        for (String volume : workload.volumes()) {
            Path path = Files.createDirectories(volumes.resolve(volume.substring(1)));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        return volumes;
    }

    private void pause(Duration duration) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        while (!ending && System.nanoTime() < end) {
            Thread.sleep(100);
        }
    }

    private static String text(String script) {
        try (InputStream in = RunningWorkload.class.getResourceAsStream(script + ".sh")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
