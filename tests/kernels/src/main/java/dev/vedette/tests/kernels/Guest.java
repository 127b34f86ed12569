package dev.vedette.tests.kernels;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.ProbesUnavailableException;
import dev.vedette.probes.Rung;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What runs in a kernel booted by the tests: attaches the product's probes rung by rung, does deeds, and reports one JSON
 * object per line. The tests outside judge.
 *
 * <p>Arguments: the file to report to, the highest rungs to try, one attachment each, and what to do on each of them:
 * {@code deeds}, {@code denials}, {@code containers}, {@code devices}, {@code old-groups}, {@code lives} to attach no more
 * than they need, plays of tricks, or nothing.
 */
public final class Guest {
    private static final Path RELEASE = Path.of("/proc/sys/kernel/osrelease");
    private static final Path SECURITY_MODULES = Path.of("/sys/kernel/security/lsm");

    private static final Set<String> NO_TRICKS =
            Set.of("answers", "deeds", "denials", "costs", "containers", "devices", "lives", "all", "old-groups");

    /** What is enough to tell lives of processes and containers. */
    private static final Set<String> LIVES = Set.of(
            "sched_process_fork",
            "sched_process_exec",
            "sched_process_exit",
            "cgroup_mkdir",
            "cgroup_rmdir",
            "cgroup_attach_task",
            "setns",
            "unshare");

    private final Report report;

    private final List<String> plays;

    private Guest(Report report, List<String> plays) {
        this.report = report;
        this.plays = List.copyOf(plays);
    }

    /** Reports up to the line {@code done}, whose absence tells that this broke off. */
    public static void main(String[] arguments) throws IOException {
        try (PrintStream out = new PrintStream(arguments[0], StandardCharsets.UTF_8)) {
            Report report = new Report(out);
            Guest guest = new Guest(report, arguments.length < 3 ? List.of() : words(arguments[2]));
            guest.introduce();
            for (String rung : words(arguments[1])) {
                guest.tryRung(Rung.valueOf(rung));
            }
            // At the end, since clocks of a machine that has just booted are still being corrected.
            if (guest.plays.contains("costs")) {
                new Costs(report, "NOTHING").measure();
            }
            report.line("done", Map.of());
        }
    }

    private static List<String> words(String list) {
        return Stream.of(list.split(",", -1)).filter(word -> !word.isEmpty()).toList();
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
        try (KernelProbes probes = KernelProbes.attach(settings(highest))) {
            report.line("attached", Map.of("highest", highest, "seconds", uptime() - before));
            probes.watchName("shadow");
            describe(probes, highest);
            if (plays.contains("deeds")) {
                new Deeds(report, probes, highest).doAll();
            }
            if (plays.contains("costs")) {
                new Costs(report, highest.name()).measure();
                probes.records().drain((_, _, _) -> {}, Integer.MAX_VALUE);
            }
            if (plays.contains("denials")) {
                new Denied(report, probes, highest).doAll();
            }
            // Asking uses a right, which is told once: so after the deeds.
            report.line("hooks", Map.of("highest", highest, "ofThisProcess", ownHooks()));
            if (plays.contains("answers")) {
                new Answers(report, probes, highest).play();
            }
            probes.failures()
                    .forEach(failure -> report.line("failure", Map.of("highest", highest, "failure", failure)));
            if (plays.contains("devices")) {
                new Devices(report).run();
            }
            if (plays.contains("old-groups")) {
                OldGroups.play(report, new Answers(report, probes, highest));
                probes.records().drain((_, _, _) -> {}, Integer.MAX_VALUE);
            }
            if (plays.contains("containers")) {
                new Containers(report, probes).run();
                return;
            }
            new Tricks(report, probes, highest)
                    .play(plays.stream()
                            .filter(play -> !NO_TRICKS.contains(play))
                            .toList());
        } catch (ProbesUnavailableException e) {
            report.line("unavailable", Map.of("highest", highest, "why", String.valueOf(e.getMessage())));
        }
    }

    /**
     * As the sensor attaches it: the programs at every call, which 32-bit calls need on the last rung, are attached there
     * alone. What it costs is measured by its defaults: without a sign of such calls and without a policy that denies.
     */
    private ProbeSettings settings(Rung highest) throws ProbesUnavailableException {
        ProbeSettings all = ProbeSettings.defaults().withHighest(highest);
        if (highest == Rung.TRACEPOINT && !plays.contains("costs")) {
            return all;
        }
        if (plays.contains("lives")) {
            return all.withFacts(LIVES);
        }
        return all.withFacts(KernelProbes.tellable().stream()
                .filter(fact -> !fact.equals("compat_call"))
                .filter(fact -> !plays.contains("costs") || !fact.startsWith("deny_"))
                .collect(Collectors.toUnmodifiableSet()));
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

    /** What the kernel answers when it is asked what the programs of this process hang on. */
    private static List<String> ownHooks() {
        String own = "pid " + ProcessHandle.current().pid() + " ";
        try {
            Process process = new ProcessBuilder("/bin/bpftool", "perf", "show")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return said.lines()
                    .map(line -> line.replace("  ", " "))
                    .filter(line -> line.startsWith(own))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The verifier says at the end why it refuses. */
    private static String lastLines(String said) {
        List<String> lines = said.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }
}
