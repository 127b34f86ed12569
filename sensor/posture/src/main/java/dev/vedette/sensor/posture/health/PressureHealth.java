package dev.vedette.sensor.posture.health;

import dev.vedette.sensor.config.NodeRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory, process numbers, and what is waited for.
 *
 * <p>Facts: {@code MemAvailable} is what can be had without swapping (proc(5)); {@code /proc/pressure} has the share of time
 * in which some or all tasks waited, of the last ten seconds, minute, five minutes (Documentation/accounting/psi.rst); the
 * fourth field of {@code /proc/loadavg} ends in the number of tasks, which {@code kernel.pid_max} and
 * {@code kernel.threads-max} bound.
 */
public final class PressureHealth implements HealthProbe {
    private static final Pattern WAITED = Pattern.compile("(?m)^(some|full) avg10=\\S+ avg60=(\\d+\\.\\d+)");
    private static final double MIB_PER_KIB = 1 / 1024.0;

    private final NodeRoot root;

    public PressureHealth(NodeRoot root) {
        this.root = root;
    }

    @Override
    public List<HealthItem> look() {
        List<HealthItem> items = new ArrayList<>();
        items.add(memory());
        items.add(tasks());
        waiting(
                "memory",
                "full",
                5,
                20,
                "something uses more memory than there is: look for what swaps or is reclaimed",
                items);
        waiting("io", "full", 20, 50, "the disks are the bottleneck: look for who writes", items);
        waiting(
                "cpu",
                "some",
                50,
                80,
                "more wants to run than there are CPUs: vedette findings shows victims and culprits",
                items);
        return items;
    }

    private HealthItem memory() {
        String text = root.value("/proc/meminfo").orElse("");
        Optional<Double> total = kibibytes(text, "MemTotal");
        Optional<Double> available = kibibytes(text, "MemAvailable");
        if (total.isEmpty() || available.isEmpty() || total.get() == 0) {
            return HealthItem.unknown("memory", "/proc/meminfo does not tell");
        }
        double used = 100 - 100 * available.get() / total.get();
        return HealthItem.above(
                "memory",
                used,
                85,
                95,
                String.format(Locale.ROOT, "%.0f %% used, %.0f MiB available", used, available.get() * MIB_PER_KIB),
                "the kernel will soon kill for want of memory: look for containers without a limit");
    }

    private static Optional<Double> kibibytes(String text, String name) {
        Matcher matcher =
                Pattern.compile("(?m)^" + name + ":\\s+(\\d{1,15}) kB").matcher(text);
        return matcher.find() ? Optional.of(Double.parseDouble(matcher.group(1))) : Optional.empty();
    }

    private HealthItem tasks() {
        Optional<Double> tasks = root.value("/proc/loadavg")
                .map(text -> text.replaceFirst("^.*/(\\d{1,9}) .*$", "$1"))
                .flatMap(PressureHealth::number);
        Optional<Double> most = root.value("/proc/sys/kernel/pid_max").flatMap(PressureHealth::number);
        Optional<Double> threads = root.value("/proc/sys/kernel/threads-max").flatMap(PressureHealth::number);
        if (tasks.isEmpty() || most.isEmpty()) {
            return HealthItem.unknown("tasks", "/proc does not tell");
        }
        double limit = Math.min(most.get(), threads.orElse(most.get()));
        return HealthItem.above(
                "tasks",
                100 * tasks.get() / limit,
                70,
                90,
                String.format(Locale.ROOT, "%.0f of %.0f", tasks.get(), limit),
                "no more processes can be started soon: look for what forks without end, set pids limits");
    }

    private void waiting(String what, String kind, double watch, double bad, String advice, List<HealthItem> items) {
        Matcher matcher = WAITED.matcher(root.value("/proc/pressure/" + what).orElse(""));
        while (matcher.find()) {
            if (matcher.group(1).equals(kind)) {
                double share = Double.parseDouble(matcher.group(2));
                String who = kind.equals("full") ? "all tasks waited" : "some task waited";
                items.add(HealthItem.above(
                        "waiting for " + what,
                        share,
                        watch,
                        bad,
                        String.format(Locale.ROOT, "%s %.1f %% of the last minute", who, share),
                        advice));
            }
        }
    }

    private static Optional<Double> number(String text) {
        return text.matches("\\d{1,12}") ? Optional.of(Double.parseDouble(text)) : Optional.empty();
    }
}
