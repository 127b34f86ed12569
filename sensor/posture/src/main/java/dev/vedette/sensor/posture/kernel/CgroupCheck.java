package dev.vedette.sensor.posture.kernel;

import dev.vedette.policy.model.CgroupLayout;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.posture.PostureCheck;
import dev.vedette.sensor.posture.PostureLook;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which versions of control groups are mounted, by the types of {@code /proc/self/mounts} or, for another root, by what the
 * usual places hold: {@code cgroup.controllers} is in every directory of version 2 (cgroups(7)).
 */
public final class CgroupCheck implements PostureCheck {
    private static final String GROUPS = "/sys/fs/cgroup";

    @Override
    public String name() {
        return "control groups";
    }

    @Override
    public void look(PostureLook look) {
        NodeRoot root = look.root();
        boolean pure = root.exists(GROUPS + "/cgroup.controllers");
        boolean unified = pure || root.exists(GROUPS + "/unified/cgroup.procs");
        boolean old = controllerOfVersionOne(root);
        if (!unified && !old) {
            return; // nothing is mounted there: the node is not seen whole, and nothing can be said
        }
        CgroupLayout.Kind kind =
                !old ? CgroupLayout.Kind.V2 : unified ? CgroupLayout.Kind.HYBRID : CgroupLayout.Kind.V1;
        look.found(new CgroupLayout(kind, missing(root, kind), look.epochNanos()));
    }

    private static boolean controllerOfVersionOne(NodeRoot root) {
        return root.list(GROUPS, "*").stream()
                        .anyMatch(
                                name -> !name.equals("unified") && root.exists(GROUPS + "/" + name + "/release_agent"))
                || root.value("/proc/mounts")
                        .map(mounts -> mounts.lines()
                                .anyMatch(line ->
                                        line.split(" ", -1).length > 2 && line.split(" ", -1)[2].equals("cgroup")))
                        .orElse(false);
    }

    private static List<String> missing(NodeRoot root, CgroupLayout.Kind kind) {
        List<String> missing = new ArrayList<>();
        if (kind == CgroupLayout.Kind.V2) {
            return missing;
        }
        missing.add("release_agent, a known way out of containers, is there");
        missing.add("memory.high, io limits of buffered writes and pressure per container are not");
        if (kind == CgroupLayout.Kind.V1) {
            missing.add("names from DNS answers and where datagrams go are not told");
            missing.add("connections, devices and settings cannot be refused at control groups");
            missing.add("isolate-network cuts off a container's whole pod, and none that uses the node's network");
            missing.add("a throttle of memory counts only while the node runs short");
            missing.addAll(answersWithoutController(root));
        }
        return missing;
    }

    /** What the steps of the response ladder write to; each may be left out by the kernel or the boot. */
    private static List<String> answersWithoutController(NodeRoot root) {
        Set<String> mounted = root.list(GROUPS, "*").stream()
                .flatMap(name -> Arrays.stream(name.split(",", -1)))
                .collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();
        if (!mounted.contains("freezer")) {
            missing.add("containers cannot be paused: the freezer controller is not mounted");
        }
        for (String controller : List.of("cpu", "blkio", "memory", "pids")) {
            if (!mounted.contains(controller)) {
                missing.add("containers cannot be throttled by " + controller + ": it is not mounted");
            }
        }
        return missing;
    }
}
