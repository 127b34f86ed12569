package dev.vedette.sensor.posture.health;

import dev.vedette.sensor.config.NodeRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the kernel has had trouble.
 *
 * <p>Facts: the bits of {@code /proc/sys/kernel/tainted} are those of Documentation/admin-guide/tainted-kernels.rst; bits 7
 * (died), 9 (warned) and 14 (soft lock-up) tell of trouble, bits 4 (machine check) and 5 (bad page) of the machine, the others
 * of what was loaded. {@code kernel.hung_task_detect_count} (6.13 and newer) counts tasks that hung.
 */
public final class KernelHealth implements HealthProbe {
    private static final long BAD = 1 << 4 | 1 << 5 | 1 << 7 | 1 << 14;
    private static final long WARNED = 1 << 9;
    private static final List<String> NAMES = List.of(
            "proprietary module",
            "module loaded by force",
            "kernel out of specification",
            "module removed by force",
            "machine check",
            "bad page",
            "asked for by a user",
            "kernel died (oops)",
            "ACPI table overridden",
            "kernel warned",
            "staging driver",
            "workaround for firmware",
            "module from outside the tree",
            "unsigned module",
            "soft lock-up",
            "live patched",
            "auxiliary",
            "structure randomized",
            "in-kernel test");

    private final NodeRoot root;

    public KernelHealth(NodeRoot root) {
        this.root = root;
    }

    @Override
    public List<HealthItem> look() {
        List<HealthItem> items = new ArrayList<>();
        Optional<Long> taint = number("/proc/sys/kernel/tainted");
        items.add(taint.map(KernelHealth::taint).orElseGet(() -> HealthItem.unknown("kernel", "taint is not told")));
        number("/proc/sys/kernel/hung_task_detect_count")
                .ifPresent(count -> items.add(HealthItem.above(
                        "hung tasks",
                        count,
                        1,
                        10,
                        count + " since boot",
                        "tasks waited for minutes without end: look at dmesg for what they wait for, often a disk")));
        return items;
    }

    private static HealthItem taint(long bits) {
        List<String> names = new ArrayList<>();
        for (int bit = 0; bit < NAMES.size(); bit++) {
            if ((bits & 1L << bit) != 0) {
                names.add(NAMES.get(bit));
            }
        }
        HealthItem.State state = (bits & BAD) != 0
                ? HealthItem.State.BAD
                : (bits & WARNED) != 0 ? HealthItem.State.WATCH : HealthItem.State.WELL;
        return new HealthItem(
                "kernel",
                state,
                names.isEmpty() ? "not tainted" : String.join(", ", names),
                state == HealthItem.State.WELL ? "" : "look at dmesg; restart the node when its pods are drained");
    }

    private Optional<Long> number(String path) {
        return root.value(path).filter(text -> text.matches("\\d{1,18}")).map(Long::parseLong);
    }
}
