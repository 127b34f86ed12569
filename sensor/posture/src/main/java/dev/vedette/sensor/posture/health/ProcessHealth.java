package dev.vedette.sensor.posture.health;

import dev.vedette.sensor.config.NodeRoot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Processes that are dead or stuck: zombies, tasks that wait in the kernel without being interruptible at two looks in a
 * row, and shims of containers that are gone.
 *
 * <p>Facts: {@code /proc/<pid>/stat} has the state after the name in parentheses, Z and D, then the parent (proc(5)); a shim of
 * containerd serves one pod and ends with it, so one without any child has lost its containers. For one thread.
 */
public final class ProcessHealth implements HealthProbe {
    private static final Pattern STAT = Pattern.compile("^(\\d+) \\((.*)\\) (\\S) (\\d+) .*", Pattern.DOTALL);
    private static final int ZOMBIES_WATCH = 50;
    private static final int ZOMBIES_BAD = 500;

    private final NodeRoot root;
    private Set<Integer> waitedBefore = Set.of();

    public ProcessHealth(NodeRoot root) {
        this.root = root;
    }

    private record Task(int pid, String name, String state, int parent) {}

    @Override
    public List<HealthItem> look() {
        List<Task> processes = processes();
        List<HealthItem> items = new ArrayList<>();
        items.add(zombies(processes));
        items.add(stuck(processes));
        items.add(shims(processes));
        return items;
    }

    private List<Task> processes() {
        List<Task> processes = new ArrayList<>();
        for (String name : root.list("/proc", "[0-9]*")) {
            Matcher stat = STAT.matcher(root.value("/proc/" + name + "/stat").orElse(""));
            if (stat.matches()) {
                processes.add(new Task(
                        Integer.parseInt(stat.group(1)),
                        stat.group(2),
                        stat.group(3),
                        Integer.parseInt(stat.group(4))));
            }
        }
        return processes;
    }

    private static HealthItem zombies(List<Task> processes) {
        Map<Integer, Integer> byParent = new HashMap<>();
        processes.stream().filter(p -> p.state().equals("Z")).forEach(p -> byParent.merge(p.parent(), 1, Integer::sum));
        int all = byParent.values().stream().mapToInt(Integer::intValue).sum();
        String worst = byParent.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(e -> ", most of process " + e.getKey())
                .orElse("");
        return HealthItem.above(
                "zombies",
                all,
                ZOMBIES_WATCH,
                ZOMBIES_BAD,
                all + worst,
                "their parent does not take note of their end: restart it, or give its container an init");
    }

    private HealthItem stuck(List<Task> processes) {
        Set<Integer> waiting = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (Task process : processes) {
            if (process.state().equals("D")) {
                waiting.add(process.pid());
                if (waitedBefore.contains(process.pid())) {
                    names.add(process.name() + " (" + process.pid() + ")");
                }
            }
        }
        waitedBefore = waiting;
        return HealthItem.above(
                "stuck in the kernel",
                names.size(),
                1,
                20,
                names.isEmpty() ? "none" : String.join(", ", names),
                "they wait for a disk or a mount that does not answer, NFS for example");
    }

    private static HealthItem shims(List<Task> processes) {
        Set<Integer> parents = new HashSet<>();
        processes.forEach(process -> parents.add(process.parent()));
        List<String> orphans = processes.stream()
                .filter(p -> p.name().startsWith("containerd-shim") && !parents.contains(p.pid()))
                .map(p -> Integer.toString(p.pid()))
                .toList();
        return HealthItem.above(
                "shims without containers",
                orphans.size(),
                1,
                20,
                orphans.isEmpty() ? "none" : String.join(", ", orphans),
                "left behind by a runtime that was killed: end them when crictl ps shows nothing of theirs");
    }
}
