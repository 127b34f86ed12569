package dev.vedette.tests.kernels;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.ProbesUnavailableException;
import dev.vedette.probes.Rung;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What runs in a kernel booted by the tests: attaches the product's probes rung by rung, does deeds, and reports one JSON
 * object per line. The tests outside judge.
 *
 * <p>Arguments: the file to report to, and the highest rungs to try, one attachment each.
 */
public final class Guest {
    private static final Path RELEASE = Path.of("/proc/sys/kernel/osrelease");
    private static final Path SECURITY_MODULES = Path.of("/sys/kernel/security/lsm");

    private final Report report;

    private Guest(Report report) {
        this.report = report;
    }

    /** Reports up to the line {@code done}, whose absence tells that this broke off. */
    public static void main(String[] arguments) throws IOException {
        try (PrintStream out = new PrintStream(arguments[0], StandardCharsets.UTF_8)) {
            Report report = new Report(out);
            Guest guest = new Guest(report);
            guest.introduce();
            for (String rung : arguments[1].split(",", -1)) {
                guest.tryRung(Rung.valueOf(rung));
            }
            report.line("done", Map.of());
        }
    }

    private void introduce() throws IOException {
        String modules = Files.exists(SECURITY_MODULES) ? Files.readString(SECURITY_MODULES) : "";
        report.line(
                "kernel",
                Map.of(
                        "release", Files.readString(RELEASE).strip(),
                        "securityModules", modules.strip(),
                        "uptimeSeconds", uptime()));
    }

    private static double uptime() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0]);
    }

    private void tryRung(Rung highest) throws IOException {
        double before = uptime();
        ProbeSettings settings = ProbeSettings.defaults().withHighest(highest);
        try (KernelProbes probes = KernelProbes.attach(settings)) {
            report.line("attached", Map.of("highest", highest, "seconds", uptime() - before));
            probes.watchName("shadow");
            describe(probes, highest);
            new Deeds(report, probes, highest).doAll();
            new Denied(report, probes, highest).doAll();
            probes.failures()
                    .forEach(failure -> report.line("failure", Map.of("highest", highest, "failure", failure)));
        } catch (ProbesUnavailableException e) {
            report.line("unavailable", Map.of("highest", highest, "why", String.valueOf(e.getMessage())));
        }
    }

    private void describe(KernelProbes probes, Rung highest) {
        Map<String, Long> instructions = probes.verifiedInstructions();
        probes.probes()
                .forEach(probe -> report.line(
                        "program",
                        Map.of(
                                "highest", highest,
                                "program", probe,
                                "instructions", instructions.getOrDefault(probe.name(), 0L))));
        probes.facts().forEach(fact -> report.line("fact", Map.of("highest", highest, "fact", fact)));
        for (String said : probes.log()) {
            report.line("log", Map.of("highest", highest, "said", lastLines(said)));
        }
    }

    /** The verifier says at the end why it refuses. */
    private static String lastLines(String said) {
        List<String> lines = said.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }
}
