package dev.vedette.sensor.agent;

import com.sun.management.OperatingSystemMXBean;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.feed.wire.Loss;
import dev.vedette.policy.feed.wire.NodeHealth;
import dev.vedette.policy.feed.wire.Runtime;
import dev.vedette.policy.feed.wire.Status;
import dev.vedette.policy.model.Origin;
import dev.vedette.probes.ProbeStatus;
import dev.vedette.sensor.pipeline.LossTally;
import dev.vedette.sensor.posture.health.HealthItem;
import dev.vedette.sensor.response.Responder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** How the sensor and its node are, as the console shows it. Thread-safe. */
final class NodeStatus implements Supplier<Status> {
    private static final long PAGE_BYTES = 4_096;

    private final Origin origin;
    private final Supplier<List<ProbeStatus>> probes;
    private final Supplier<List<Runtime>> runtimes;
    private final ContainerRoster roster;
    private final LossTally losses;
    private final Supplier<List<HealthItem>> health;
    private final Responder responder;
    private final FindingJson json;
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long cpuNanos = system.getProcessCpuTime();
    private long askedNanos = System.nanoTime();

    NodeStatus(
            Origin origin,
            Supplier<List<ProbeStatus>> probes,
            Supplier<List<Runtime>> runtimes,
            ContainerRoster roster,
            LossTally losses,
            Supplier<List<HealthItem>> health,
            Responder responder,
            FindingJson json) {
        this.origin = origin;
        this.probes = probes;
        this.runtimes = runtimes;
        this.roster = roster;
        this.losses = losses;
        this.health = health;
        this.responder = responder;
        this.json = json;
    }

    @Override
    public synchronized Status get() {
        Status.Builder status = Status.newBuilder()
                // A hook that this kernel does not have watches nothing that could happen here.
                .setProbesWanted((int) probes.get().stream()
                        .filter(probe -> probe.attached() || (probe.missing() && !probe.hookAbsent()))
                        .count())
                .setProbesAttached((int)
                        probes.get().stream().filter(ProbeStatus::attached).count())
                .addAllRuntimes(runtimes.get())
                .setContainers(roster.entries().size())
                .setCpuCores(cpuSinceAsked())
                .setResidentBytes(residentBytes())
                .setRecording(origin == Origin.RECORDING)
                .setBaselineReady(roster.entries().stream()
                        .allMatch(entry -> entry.baseline() == dev.vedette.baseline.novelty.LearningState.LEARNED));
        losses.totals()
                .forEach((loss, count) -> status.addLosses(Loss.newBuilder()
                        .setWhere(loss.where())
                        .setWhy(loss.why())
                        .setCount(count)));
        health.get()
                .forEach(item -> status.addHealth(NodeHealth.newBuilder()
                        .setName(item.name())
                        .setState(item.state().label())
                        .setValue(item.value())
                        .setAdvice(item.advice())));
        status.setAutomaticStopped(responder.stopped().orElse(""));
        LastingList.write(responder.lasting(), json, status);
        return status.build();
    }

    private double cpuSinceAsked() {
        long cpu = system.getProcessCpuTime();
        long now = System.nanoTime();
        double share = (double) (cpu - cpuNanos) / Math.max(1, now - askedNanos);
        cpuNanos = cpu;
        askedNanos = now;
        return share;
    }

    /** From /proc/self/statm, whose second field is resident pages (proc(5)). */
    private static long residentBytes() {
        try {
            return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1]) * PAGE_BYTES;
        } catch (IOException e) {
            return 0;
        }
    }
}
