package dev.vedette.tests.kernels;

import dev.vedette.probes.GroupHierarchy;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.record.ExecRecord;
import dev.vedette.tests.tricks.Witness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Has real runtimes run containers, and reports to which container each of their programs was counted. A program says by
 * its name where it was begun:
 *
 * <ul>
 *   <li>{@code seeded}: in a container that had begun before the sensor
 *   <li>{@code first}: as the first program of one that begins after it
 *   <li>{@code hidden}: in a container that went into a group of its own making, outside of its own
 *   <li>{@code node}: in no container, after all others
 * </ul>
 */
final class Containers {
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final long PAUSE_NANOS = 10_000_000;

    private final Report report;
    private final KernelProbes probes;

    /**
     * What is run by which runtime.
     *
     * @param groups the path that the runtime is told to make: in the shapes of both drivers
     */
    private record Shape(String runtime, String id, String groups) {
        private static final List<Shape> ALL = List.of(
                new Shape("runc", "1a".repeat(32), "/kubepods/burstable/pod7/" + "1a".repeat(32)),
                new Shape(
                        "runc",
                        "2b".repeat(32),
                        "/kubepods.slice/kubepods-pod8.slice/cri-containerd-" + "2b".repeat(32) + ".scope"),
                new Shape("crun", "3c".repeat(32), "/machine.slice/libpod-" + "3c".repeat(32) + ".scope"));

        /** crun refuses a hybrid node whose v2 hierarchy has any controller (1.8, src/libcrun/cgroup.c). */
        static List<Shape> possible() {
            boolean hybrid = Files.exists(Path.of("/sys/fs/cgroup/unified"));
            return ALL.stream()
                    .filter(shape -> !hybrid || !shape.runtime().equals("crun"))
                    .toList();
        }
    }

    Containers(Report report, KernelProbes probes) {
        this.report = report;
        this.probes = probes;
    }

    /** Closes the probes. */
    void run() {
        report.line("hierarchy", Map.of("chosen", GroupHierarchy.ofNode()));
        try {
            List<Process> begun = new ArrayList<>();
            List<Shape> shapes = Shape.possible();
            for (Shape shape : shapes) {
                begun.add(start(shape));
            }
            try (Witness witness = new Witness(probes)) {
                for (int i = 0; i < shapes.size(); i++) {
                    goOn(begun.get(i), shapes.get(i), witness);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while containers ran", e);
        }
    }

    /** One that begins now, and waits for a word. */
    private static Process start(Shape shape) throws IOException {
        Process process = contained(shape, shape.id(), "seeded");
        int first = process.getInputStream().read();
        if (first != 'b') {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            throw new IOException(shape + " did not begin: " + (char) first + said.strip());
        }
        return process;
    }

    private void goOn(Process seeded, Shape shape, Witness witness) throws IOException, InterruptedException {
        end(seeded, shape);
        tell(shape, "seeded", shape.id(), witness);
        tell(shape, "hidden", shape.id(), witness);
        // The same in a container that nobody has seen before.
        String id = shape.id().replace(shape.id().charAt(0), 'f');
        Shape next = new Shape(shape.runtime(), id, shape.groups().replace(shape.id(), id));
        Process process = contained(next, id, "first");
        end(process, next);
        tell(next, "first", id, witness);
        run("/bin/busybox", "sh", "-ec", "/bin/busybox cp /bin/nothing /tmp/node-" + id + "; /tmp/node-" + id);
        tell(next, "node", "", witness);
    }

    private static void end(Process process, Shape shape) throws IOException, InterruptedException {
        process.getOutputStream().write("go\n".getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(shape + " ended with " + process.exitValue() + ": " + said);
        }
    }

    private static Process contained(Shape shape, String id, String place) throws IOException {
        return new ProcessBuilder("/bin/run-container", shape.runtime(), id, shape.groups(), place)
                .redirectErrorStream(true)
                .start();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int result = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (result != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + result);
        }
    }

    private void tell(Shape shape, String place, String expected, Witness witness) {
        String program = place + "-" + shape.id();
        report.line(
                "container",
                Map.of(
                        "runtime", shape.runtime(),
                        "groups", shape.groups(),
                        "place", place,
                        "expected", expected,
                        "counted", counted(program, witness)));
    }

    /** The container of the program's start; a word if it is not told. */
    private static String counted(String program, Witness witness) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < end) {
            var told = witness.told(record -> record instanceof ExecRecord exec
                            && Path.of(exec.executable().path()).endsWith(program))
                    .findFirst();
            if (told.isPresent()) {
                return told.get().container();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return "not told";
    }
}
