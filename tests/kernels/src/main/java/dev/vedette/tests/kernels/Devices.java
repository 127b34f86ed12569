package dev.vedette.tests.kernels;

import dev.vedette.sensor.identity.node.ProcNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Has real runtimes keep devices from containers by the programs that they load in version 2, and reports what the sensor
 * says of each: as the runtime made it, and after root has taken the programs away.
 */
final class Devices {
    private static final String NOTHING = "{\"allow\": false, \"access\": \"rwm\"}";
    private static final String FUSE =
            "{\"allow\": true, \"type\": \"c\", \"major\": 10, \"minor\": 229, \"access\": \"rwm\"}";
    private static final String DISKS_TO_READ = "{\"allow\": true, \"type\": \"b\", \"major\": 8, \"access\": \"r\"}";
    private static final String EVERYTHING = "{\"allow\": true, \"access\": \"rwm\"}";

    private static final List<Shape> SHAPES = List.of(
            new Shape("runc", "ordinary", "4d", String.join(", ", NOTHING, FUSE, DISKS_TO_READ)),
            new Shape("runc", "privileged", "5e", String.join(", ", NOTHING, EVERYTHING)),
            new Shape("crun", "ordinary", "6f", String.join(", ", NOTHING, FUSE, DISKS_TO_READ)),
            new Shape("crun", "privileged", "7a", String.join(", ", NOTHING, EVERYTHING)));

    private record Shape(String runtime, String kind, String letters, String rules) {
        String id() {
            return letters.repeat(32);
        }

        Path group() {
            return Path.of("/sys/fs/cgroup/kubepods", id());
        }
    }

    private final Report report;
    private final ProcNode node = new ProcNode();

    Devices(Report report) {
        this.report = report;
    }

    void run() {
        try {
            for (Shape shape : SHAPES) {
                run(shape);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while containers ran", e);
        }
    }

    private void run(Shape shape) throws IOException, InterruptedException {
        Process container = new ProcessBuilder("/bin/run-devices", shape.runtime(), shape.id(), shape.rules())
                .redirectErrorStream(true)
                .start();
        int first = container.getInputStream().read();
        if (first != 'b') {
            String said = new String(container.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            throw new IOException(shape + " did not begin: " + (char) first + said.strip());
        }
        int pid = Integer.parseInt(
                Files.readAllLines(shape.group().resolve("cgroup.procs")).getFirst());
        tell(shape, "made", pid);
        takeProgramsAway(shape.group());
        tell(shape, "bared", pid);
        container.getOutputStream().close();
        String said = new String(container.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (container.waitFor() != 0) {
            throw new IOException(shape + " ended with " + container.exitValue() + ": " + said);
        }
    }

    private void tell(Shape shape, String when, int pid) {
        long before = System.nanoTime();
        TreeSet<String> allowed = new TreeSet<>(node.deviceAccessOf(pid));
        report.line(
                "devices",
                Map.of(
                        "runtime",
                        shape.runtime(),
                        "kind",
                        shape.kind(),
                        "when",
                        when,
                        "allowed",
                        allowed,
                        "millis",
                        (System.nanoTime() - before) / 1_000_000));
    }

    /** As {@code bpftool cgroup show} lists them: number, hook, flags. */
    private static void takeProgramsAway(Path group) throws IOException, InterruptedException {
        Process shown = new ProcessBuilder("/bin/bpftool", "cgroup", "show", group.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String list = new String(shown.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        for (String line : list.lines().toList()) {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length < 2 || !fields[1].endsWith("device")) {
                continue;
            }
            int result = new ProcessBuilder(
                            "/bin/bpftool", "cgroup", "detach", group.toString(), fields[1], "id", fields[0])
                    .inheritIO()
                    .start()
                    .waitFor();
            if (result != 0) {
                throw new IOException("bpftool could not take program " + fields[0] + " away: " + list);
            }
        }
    }
}
