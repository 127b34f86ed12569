package dev.vedette.sensor.posture;

import dev.vedette.sensor.config.NodeRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A process of the node, from {@code /proc} (proc(5)).
 *
 * @param executable what {@code exe} points at, in the process's own view of files; "" where it may not be read
 * @param arguments its command line; programs may change what stands there
 * @param contained whether its control group is a container's
 */
public record NodeProcess(int pid, String executable, List<String> arguments, boolean contained) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    /** Ids of containers, and the names of the groups that runtimes and the kubelet make. */
    private static final Pattern CONTAINER_GROUP =
            Pattern.compile("[0-9a-f]{64}|/kubepods|/docker/|/libpod|/machine.slice/libpod|/crio-|/cri-containerd-");

    private static final String DELETED = " (deleted)";
    private static final int MOST = 65_536;

    public NodeProcess {
        arguments = List.copyOf(arguments);
    }

    /** The last part of the executable's path. */
    public String program() {
        return executable.substring(executable.lastIndexOf('/') + 1);
    }

    /** Where the file that the process runs can be read, whatever has become of its name. */
    public String ownFile() {
        return "/proc/" + pid + "/exe";
    }

    /** All processes there are; those that end meanwhile are left out. */
    public static List<NodeProcess> all(NodeRoot root) {
        List<NodeProcess> processes = new ArrayList<>();
        for (String name : root.list("/proc", "[0-9]*")) {
            if (NUMBER.matcher(name).matches() && processes.size() < MOST) {
                String arguments = root.value("/proc/" + name + "/cmdline").orElse("");
                if (!arguments.isEmpty()) {
                    processes.add(read(root, Integer.parseInt(name), arguments));
                }
            }
        }
        return processes;
    }

    private static NodeProcess read(NodeRoot root, int pid, String arguments) {
        String groups = root.value("/proc/" + pid + "/cgroup").orElse("");
        return new NodeProcess(
                pid,
                executable(root.folder().resolve("proc/" + pid + "/exe")),
                List.of(arguments.replaceFirst("\0+$", "").split("\0", -1)),
                CONTAINER_GROUP.matcher(groups).find());
    }

    private static String executable(Path link) {
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.endsWith(DELETED) ? target.substring(0, target.length() - DELETED.length()) : target;
        } catch (IOException | RuntimeException e) {
            return ""; // a kernel thread, somebody else's, or gone
        }
    }
}
