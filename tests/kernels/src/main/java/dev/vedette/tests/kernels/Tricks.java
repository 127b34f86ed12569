package dev.vedette.tests.kernels;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.Rung;
import dev.vedette.tests.tricks.Attempt;
import dev.vedette.tests.tricks.Seen;
import dev.vedette.tests.tricks.TrickPrograms;
import dev.vedette.tests.tricks.Witness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Plays the tricks of some families in something of a container's shape: a control group with a container's name, and a
 * mount namespace with a root of its own. Each is reported with what the sensor's own identity makes of what was told.
 */
final class Tricks {
    private static final String SHARED_THERE = "/tmp/shared";
    private static final String SHARED_HERE = "/shared";

    private final Report report;
    private final KernelProbes probes;
    private final Rung highest;
    /** As long as one that containerd makes, and another on each rung. */
    private final String container;

    Tricks(Report report, KernelProbes probes, Rung highest) {
        this.report = report;
        this.probes = probes;
        this.highest = highest;
        this.container = HexFormat.of().formatHex(Arrays.copyOf(highest.name().getBytes(StandardCharsets.UTF_8), 32));
    }

    /** Closes the probes. */
    void play(List<String> families) {
        try (Witness witness = new Witness(probes)) {
            if (!families.isEmpty()) {
                play(families, witness);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while tricks were played", e);
        }
    }

    private void play(List<String> families, Witness witness) throws IOException, InterruptedException {
        Path group = Files.createDirectories(Groups.hierarchy()
                .orElseThrow()
                .resolve("kubepods")
                .resolve("pod-of-tricks")
                .resolve(container));
        Files.createDirectories(Path.of(SHARED_THERE));
        Process other = other();
        try {
            for (String family : families) {
                play(family, group, other.pid(), witness);
            }
        } finally {
            other.destroyForcibly();
        }
    }

    /** In namespaces of its own, so that nobody who enters them reaches the machine's. */
    private static Process other() throws IOException {
        return new ProcessBuilder(
                        "/bin/unshare",
                        "--mount",
                        "--uts",
                        "--ipc",
                        "--net",
                        "--cgroup",
                        "--propagation",
                        "private",
                        "/bin/sleep",
                        "6000")
                .start();
    }

    private void play(String family, Path group, long other, Witness witness) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        "/bin/contain",
                        group.toString(),
                        SHARED_THERE,
                        SHARED_HERE,
                        TrickPrograms.FOLDER + "/tricks",
                        family,
                        Long.toString(other),
                        SHARED_THERE,
                        SHARED_HERE))
                .redirectError(Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int result = process.waitFor();
        if (result != 0) {
            report.line("broken", Map.of("highest", highest, "family", family, "result", result));
            return;
        }
        witness.awaitOpening("/scratch/marker-" + family);
        for (Attempt attempt : Attempt.parse(said)) {
            report.line("trick", Map.of("highest", highest, "container", container, "seen", Seen.of(attempt, witness)));
        }
    }
}
