package dev.vedette.tests.kernels;

import dev.vedette.policy.model.DeniedAction;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.sensor.response.Responder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The steps of the ladder on a container of runc, on a machine whose control groups are of version 1 alone. Nothing is
 * judged by how long it takes on a busy machine: what a step is to hinder is tried before, while it lasts, and after it was
 * undone.
 */
final class OldGroups {
    private static final String PERSON = "ann";
    private static final int PORT = 8_000;
    private static final String CONNECT = "/bin/busybox nc -w %d " + RuncContainer.NODE + " " + PORT + " </dev/null";
    private static final int PATIENCE_SECONDS = 120;
    private static final int SOON_SECONDS = 3;

    private final Report report;
    private final Responder responder;
    private final RuncContainer container;
    private int megabytesRead;

    OldGroups(Report report, Responder responder, RuncContainer container) {
        this.report = report;
        this.responder = responder;
        this.container = container;
    }

    void climb() throws IOException, InterruptedException {
        try (ServerSocket node = new ServerSocket(PORT, 8, InetAddress.ofLiteral(RuncContainer.NODE))) {
            Thread.ofPlatform().daemon().start(() -> answer(node));
            network();
        }
        deny();
        step(ResponseAction.PAUSE, "pause", ResponseOptions.NONE, this::spins);
        step(ResponseAction.THROTTLE, "cpu", ResponseOptions.NONE.with("cpu", "50m"), this::isThrottled);
        step(ResponseAction.THROTTLE, "io", ResponseOptions.NONE.with("io", "1Mi"), this::readsSlowly);
        if (has("memory")) {
            step(ResponseAction.THROTTLE, "memory", ResponseOptions.NONE.with("memory", "16Mi"), () -> "not measured");
        } else {
            refused(ResponseAction.THROTTLE, "memory", ResponseOptions.NONE.with("memory", "16Mi"));
        }
        step(ResponseAction.THROTTLE, "pids", ResponseOptions.NONE.with("pids", "1"), this::forks);
        kill();
    }

    private boolean has(String controller) {
        try {
            return Files.exists(container.file(controller, "cgroup.procs"));
        } catch (IOException e) {
            return false;
        }
    }

    private static void answer(ServerSocket node) {
        while (!node.isClosed()) {
            try (Socket caller = node.accept();
                    OutputStream out = caller.getOutputStream()) {
                out.write("answer\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // the caller has gone, or it is over
            }
        }
    }

    private interface Measure {
        Object take() throws IOException, InterruptedException;
    }

    private void network() throws IOException, InterruptedException {
        Measure connects = () -> container.run(CONNECT.formatted(PATIENCE_SECONDS)) == 0;
        Measure connectsSoon = () -> container.run(CONNECT.formatted(SOON_SECONDS)) == 0;
        step(ResponseAction.ISOLATE_NETWORK, "network", ResponseOptions.NONE, connects, connectsSoon);
    }

    /** By a security hook; what only hooks of control groups can refuse is not to be had. */
    private void deny() throws IOException, InterruptedException {
        ResponseOptions programs = ResponseOptions.NONE.with("deny", DeniedAction.EXEC.label());
        step(ResponseAction.DENY, "deny", programs, () -> container.run("/bin/nothing") == 0);
        refused(ResponseAction.DENY, "deny-connect", ResponseOptions.NONE.with("deny", DeniedAction.CONNECT.label()));
    }

    private void step(ResponseAction action, String name, ResponseOptions options, Measure measure)
            throws IOException, InterruptedException {
        step(action, name, options, measure, measure);
    }

    private void step(ResponseAction action, String name, ResponseOptions options, Measure measure, Measure during)
            throws IOException, InterruptedException {
        Map<String, Object> line = new HashMap<>(Map.of("name", name, "before", measure.take()));
        String files = limits();
        ResponseOutcome done = responder.act(action, container.known(), null, options, false, PERSON);
        line.putAll(Map.of("status", done.status(), "how", done.how(), "detail", done.detail()));
        if (responder.lasting().isEmpty()) {
            report.line("old-groups", line); // it was not done
            return;
        }
        line.put("limits", limits());
        line.put("during", during.take());
        responder.lookAgain();
        line.put("lasts", responder.lasting().size());
        if (responder.lasting().isEmpty()) {
            report.line("old-groups", line); // it was taken for ended
            return;
        }
        ResponseOutcome undone = responder.undo(done.id(), PERSON);
        line.putAll(Map.of("undone", undone.status(), "undoneDetail", undone.detail()));
        line.put("after", measure.take());
        line.put("limitsAsBefore", files.equals(limits()));
        report.line("old-groups", line);
    }

    private void refused(ResponseAction action, String name, ResponseOptions options) {
        ResponseOutcome done = responder.act(action, container.known(), null, options, false, PERSON);
        report.line("old-groups", Map.of("name", name, "status", done.status(), "detail", done.detail()));
    }

    private String limits() throws IOException {
        return "quota " + container.read("cpu", "cpu.cfs_quota_us") + " pids " + container.read("pids", "pids.max")
                + " read " + container.read("blkio", "blkio.throttle.read_bps_device")
                + " freezer " + container.read("freezer", "freezer.state")
                + (has("memory") ? " memory " + container.read("memory", "memory.soft_limit_in_bytes") : "");
    }

    /** Whether a process that wants the processor gets any of it. */
    private Object spins() throws IOException, InterruptedException {
        if (container.read("freezer", "freezer.state").equals("FROZEN")) {
            long before = usage();
            Thread.sleep(1_000);
            return usage() > before;
        }
        Process spinner = container.start("/tmp/spinner", "while :; do :; done");
        try {
            long before = usage();
            return RuncContainer.becomes(() -> usage() > before + 200_000_000L);
        } finally {
            end("/tmp/spinner", spinner);
        }
    }

    private long usage() {
        try {
            return Long.parseLong(container.read("cpuacct", "cpuacct.usage"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether one that wants the processor has had to wait for its share; asked where there is a limit, else it has not. */
    private Object isThrottled() throws IOException, InterruptedException {
        if (container.read("cpu", "cpu.cfs_quota_us").equals("-1")) {
            return false;
        }
        long before = container.figure("cpu", "cpu.stat", "nr_throttled");
        Process spinner = container.start("/tmp/spinner", "while :; do :; done");
        try {
            return RuncContainer.becomes(() -> throttled() > before + 2);
        } finally {
            end("/tmp/spinner", spinner);
        }
    }

    private long throttled() {
        try {
            return container.figure("cpu", "cpu.stat", "nr_throttled");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(String pidFile, Process process) throws IOException, InterruptedException {
        var unused = RuncContainer.becomes(() -> Files.exists(Path.of(pidFile)));
        ProcessHandle.of(Long.parseLong(Files.readString(Path.of(pidFile)).strip()))
                .ifPresent(ProcessHandle::destroyForcibly);
        process.waitFor();
        Files.delete(Path.of(pidFile));
    }

    /** How long three megabytes take that nobody has read before: two seconds at least where one is read a second. */
    private Object readsSlowly() throws IOException, InterruptedException {
        long before = System.nanoTime();
        int result = container.run(
                "/bin/busybox dd if=/dev/nullb0 of=/dev/null bs=65536 count=48 skip=" + 16 * megabytesRead);
        megabytesRead += 10;
        return result == 0 ? (System.nanoTime() - before) / 1_000_000 : "dd ended with " + result;
    }

    /** How often a process was refused; one tries until it is, or ends after a few. */
    private Object forks() throws IOException, InterruptedException {
        long before = container.figure("pids", "pids.events", "max");
        container.run("for i in 1 2 3; do /bin/sleep 0.1 & done; wait");
        return container.figure("pids", "pids.events", "max") - before;
    }

    private void kill() throws IOException, InterruptedException {
        String pidFile = "/tmp/culprit";
        Process culprit = container.start(
                pidFile, "i=0; while [ $i -lt 1000 ]; do i=$((i+1)); /bin/sleep 6000 & /bin/sleep 0.1; done");
        boolean begun = RuncContainer.becomes(() -> container.processes() > 5);
        int pid = Integer.parseInt(Files.readString(Path.of(pidFile)).strip());
        ResponseOutcome killed =
                responder.act(ResponseAction.KILL_PROCESS, container.known(), Ladder.process(pid), PERSON);
        culprit.waitFor();
        report.line(
                "old-groups",
                Map.of(
                        "name", "kill",
                        "before", begun,
                        "status", killed.status(),
                        "detail", killed.detail(),
                        "after", container.processes()));
    }

    /** As a play of the guest. */
    static void play(Report report, Answers answers) {
        try {
            RuncContainer.load("configfs", "null_blk", "veth", "sch_ingress", "cls_bpf");
            try (RuncContainer container = RuncContainer.begin("9d".repeat(32))) {
                answers.withResponder(container, responder -> new OldGroups(report, responder, container).climb());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while it was answered", e);
        }
    }
}
