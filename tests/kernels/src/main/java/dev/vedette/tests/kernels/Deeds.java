package dev.vedette.tests.kernels;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.Rung;
import dev.vedette.probes.record.MalformedRecordException;
import dev.vedette.probes.record.RecordDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Does each thing that the program of deeds knows, once, and reports what was told of it meanwhile. */
final class Deeds {
    private static final String PROGRAM = "/bin/deeds";

    private final Report report;
    private final KernelProbes probes;
    private final Rung highest;
    private final RecordDecoder decoder = new RecordDecoder();

    Deeds(Report report, KernelProbes probes, Rung highest) {
        this.report = report;
        this.probes = probes;
        this.highest = highest;
    }

    void doAll() {
        for (String name : names()) {
            drain("between");
            int result = run(PROGRAM, name).result();
            drain(name);
            report.line("deed", Map.of("highest", highest, "name", name, "result", result));
        }
    }

    private List<String> names() {
        return run(PROGRAM).output().lines().toList();
    }

    /** The process has ended, so whatever its calls told is in the ring. */
    private void drain(String deed) {
        probes.records()
                .drain(
                        (segment, offset, length) -> {
                            try {
                                report.line(
                                        "record",
                                        Map.of(
                                                "highest", highest,
                                                "deed", deed,
                                                "record", decoder.decode(segment, offset, length)));
                            } catch (MalformedRecordException e) {
                                report.line(
                                        "malformed",
                                        Map.of(
                                                "highest",
                                                highest,
                                                "deed",
                                                deed,
                                                "why",
                                                String.valueOf(e.getMessage())));
                            }
                        },
                        Integer.MAX_VALUE);
    }

    private record Outcome(int result, String output) {}

    private static Outcome run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command[0] + " ran", e);
        }
    }
}
