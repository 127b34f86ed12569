package dev.vedette.cli;

import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.Rung;
import dev.vedette.sensor.agent.CompatCalls;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the kernel side is set. */
final class ProbeOptions {
    /** The programs count within windows of so many nanoseconds (WINDOW_SHIFT of budget.h). */
    private static final long WINDOW_NANOS = 1L << 27;

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long MOST = 10_000_000;

    @Option(
            names = "--container-budget",
            paramLabel = "N",
            defaultValue = "60000",
            description = "Events a second that one container may make before more of them are dropped and counted;"
                    + " 0: no limit (default: ${DEFAULT-VALUE}).")
    private long containerBudget;

    @Option(
            names = "--pins",
            paramLabel = "DIR",
            description =
                    "Keep probes and their events in the kernel under this directory of a bpf file system when the"
                            + " sensor ends, for the next one to take over: /sys/fs/bpf/vedette. One sensor at a time uses"
                            + " it. Without it all probes end with the sensor. 'vedette uninstall' removes them.")
    private Path pins;

    @Option(
            names = "--compat-calls",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "When calls of 32-bit programs are looked at where the kernel's inner hooks cannot be used:"
                    + " auto (from the first sign of one), always or never. It makes every system call of the node dearer"
                    + " (default: ${DEFAULT-VALUE}).")
    private CompatCalls compatCalls;

    @Option(
            names = "--highest-rung",
            paramLabel = "RUNG",
            defaultValue = "LSM",
            description = "Try no kind of hook above this one: LSM, FENTRY or TRACEPOINT (default: ${DEFAULT-VALUE})."
                    + " For a node on which a higher one gives trouble; 'vedette doctor' shows which are taken.")
    private Rung highestRung;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    CompatCalls compatCalls() {
        return compatCalls;
    }

    ProbeSettings settings() {
        if (containerBudget < 0 || containerBudget > MOST) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--container-budget is " + containerBudget + "; give events a second, from 1 to " + MOST
                            + ", or 0 for no limit");
        }
        ProbeSettings plain = ProbeSettings.defaults();
        Map<String, Long> constants = new HashMap<>(plain.constants());
        constants.put("container_budget", perWindow(containerBudget));
        if (highestRung.compareTo(Rung.TRACEPOINT) > 0) {
            throw new ParameterException(
                    spec.commandLine(), "--highest-rung is one of LSM, FENTRY and TRACEPOINT, not " + highestRung);
        }
        ProbeSettings settings = plain.withConstants(constants).withHighest(highestRung);
        return pins == null ? settings : settings.withPins(pins);
    }

    private static long perWindow(long perSecond) {
        return perSecond == 0 ? 0 : Math.max(1, perSecond * WINDOW_NANOS / SECOND_NANOS);
    }
}
