package dev.vedette.tests.kernels;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.sensor.response.Responder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The steps of the ladder whose means are control groups, on a machine that has them in version 2 alone: what a group
 * gets is measured before, while it lasts, and after it was undone.
 */
final class Ladder {
    private static final String PERSON = "ann";
    private static final Path DISK = Path.of("/dev/nullb0");

    private final Report report;
    private final Responder responder;
    private final GuestContainer container;
    private int megabytesRead;

    Ladder(Report report, Responder responder, GuestContainer container) {
        this.report = report;
        this.responder = responder;
        this.container = container;
    }

    void climb() throws IOException, InterruptedException {
        Process spinner = container.start("while :; do :; done");
        try {
            step(ResponseAction.THROTTLE, "cpu", ResponseOptions.NONE.with("cpu", "100m"), this::cpuMicros);
            step(ResponseAction.PAUSE, "pause", ResponseOptions.NONE, this::cpuMicros);
        } finally {
            spinner.destroyForcibly().waitFor();
        }
        step(ResponseAction.THROTTLE, "pids", ResponseOptions.NONE.with("pids", "4"), this::refusedForks);
        step(ResponseAction.THROTTLE, "memory", ResponseOptions.NONE.with("memory", "16Mi"), this::highEvents);
        if (loadDisk()) {
            step(ResponseAction.THROTTLE, "io", ResponseOptions.NONE.with("io", "1Mi"), this::readMillis);
        }
        kill();
    }

    private interface Measure {
        long take() throws IOException, InterruptedException;
    }

    private void step(ResponseAction action, String name, ResponseOptions options, Measure measure)
            throws IOException, InterruptedException {
        Map<String, Object> line = new HashMap<>(Map.of("name", name, "before", measure.take()));
        Map<String, String> files = limits();
        ResponseOutcome done = responder.act(action, container.known(), null, options, false, PERSON);
        line.putAll(Map.of("status", done.status(), "how", done.how(), "detail", done.detail()));
        line.put("during", measure.take());
        ResponseOutcome undone = responder.undo(done.id(), PERSON);
        line.putAll(Map.of("undone", undone.status(), "undoneDetail", undone.detail()));
        line.put("after", measure.take());
        line.put("limitsAsBefore", files.equals(limits()));
        report.line("step", line);
    }

    private Map<String, String> limits() throws IOException {
        Map<String, String> limits = new HashMap<>();
        for (String file : List.of("cpu.max", "pids.max", "memory.high", "io.max")) {
            limits.put(file, Files.readString(container.group().resolve(file)).strip());
        }
        return limits;
    }

    /** What the group gets of the one processor in two seconds. */
    private long cpuMicros() throws IOException, InterruptedException {
        long before = figure("cpu.stat", "usage_usec");
        Thread.sleep(2_000);
        return figure("cpu.stat", "usage_usec") - before;
    }

    private long refusedForks() throws IOException, InterruptedException {
        long before = figure("pids.events", "max");
        // All at once, however slowly they start. The shell ends when it may start no more.
        container.run("p=; trap 'kill $p' EXIT; for i in 1 2 3 4 5 6; do /bin/sleep 600 & p=\"$p $!\"; done");
        return figure("pids.events", "max") - before;
    }

    /** How often the kernel has had the group wait and give memory back. */
    private long highEvents() throws IOException, InterruptedException {
        long before = figure("memory.events", "high");
        container.run("/bin/busybox dd if=/dev/zero of=/dev/null bs=24M count=1");
        return figure("memory.events", "high") - before;
    }

    /** How long two megabytes take that nobody has read before. */
    private long readMillis() throws IOException, InterruptedException {
        long before = System.nanoTime();
        container.run("/bin/busybox dd if=" + DISK + " of=/dev/null bs=65536 count=32 skip=" + 16 * megabytesRead);
        megabytesRead += 10;
        return (System.nanoTime() - before) / 1_000_000;
    }

    private long figure(String file, String name) throws IOException {
        return Files.readAllLines(container.group().resolve(file)).stream()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.split(" ", 2)[1]))
                .findFirst()
                .orElseThrow();
    }

    /** One that takes every request and does nothing, so that what a read waits for is its limit. */
    private static boolean loadDisk() throws IOException, InterruptedException {
        Path modules = Path.of(
                "/modules",
                Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
        for (String module : List.of("configfs", "null_blk")) {
            var unused = new ProcessBuilder(
                            "/bin/busybox",
                            "insmod",
                            modules.resolve(module + ".ko").toString())
                    .start()
                    .waitFor();
        }
        return Files.exists(DISK);
    }

    /** While the freezer of version 2 holds the group, where a signal that ends is taken at once. */
    private void kill() throws IOException, InterruptedException {
        Process culprit = container.start(
                "i=0; while [ $i -lt 100 ]; do i=$((i+1)); /bin/sleep 600 & /bin/sleep 0.05; done; wait");
        long before = awaitSome();
        ResponseOutcome killed =
                responder.act(ResponseAction.KILL_PROCESS, container.known(), process((int) culprit.pid()), PERSON);
        report.line(
                "step",
                Map.of(
                        "name", "kill",
                        "before", before,
                        "status", killed.status(),
                        "detail", killed.detail(),
                        "after", container.processes()));
    }

    /** The container's first process, the culprit, and some that it has started. */
    private long awaitSome() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        long processes = container.processes();
        while (processes < 6 && System.nanoTime() < end) {
            Thread.sleep(50);
            processes = container.processes();
        }
        return processes;
    }

    /** By its number and start, in ticks of a hundredth of a second (proc(5), field 22). */
    static ProcessId process(int pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        long ticks = Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]);
        return new ProcessId(pid, ticks * 10_000_000);
    }

    static Container known(String id) {
        return new Container(
                id,
                "main",
                "localhost/x:1",
                "",
                "containerd",
                new Container.Pod("shop", "p", "u", "w", Map.of()),
                java.util.Set.of(),
                0,
                Container.Identity.KNOWN);
    }
}
