package dev.vedette.tests.kernels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Runs loops of things that probes look at, in a container's control group, and reports what one round takes by the
 * machine's clock. In a machine whose clock counts instructions that is how many were executed: by the program, the
 * kernel, the hooks and the probes.
 */
final class Costs {
    /** By the loop's name, how often it is done. */
    private static final Map<String, Integer> LOOPS = Map.of(
            "getppid", 5_000,
            "open-hot", 2_000,
            "open-write", 500,
            "exec", 50,
            "connect", 200,
            "redis-like", 200);

    private static final int RUNS = 7;
    private static final String FOLDER = "/scratch/loops";

    private final Report report;
    private final String attached;

    /** @param attached what is attached meanwhile, for the report */
    Costs(Report report, String attached) {
        this.report = report;
        this.attached = attached;
    }

    void measure() {
        try {
            Path group = Files.createDirectories(
                    Groups.hierarchy().orElseThrow().resolve("kubepods").resolve("ab".repeat(32)));
            Files.createDirectories(Path.of(FOLDER));
            run(group, "make-files " + FOLDER);
            for (String loop : LOOPS.keySet()) {
                report.line("cost", Map.of("attached", attached, "loop", loop, "each", least(group, loop)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while loops ran", e);
        }
    }

    /** What else the machine does only adds, so the least of some runs is what the loop itself takes. */
    private static long least(Path group, String loop) throws IOException, InterruptedException {
        long least = Long.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            String[] result =
                    run(group, loop + " " + LOOPS.get(loop) + " " + FOLDER).split(" ", -1);
            least = Math.min(least, Long.parseLong(result[1]) / Long.parseLong(result[0]));
        }
        return least;
    }

    private static String run(Path group, String arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "/bin/busybox",
                        "sh",
                        "-c",
                        "echo $$ >" + group + "/cgroup.procs; exec /bin/workload " + arguments)
                .redirectError(Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int result = process.waitFor();
        if (result != 0) {
            throw new IOException("workload " + arguments + " ended with " + result);
        }
        return said;
    }
}
