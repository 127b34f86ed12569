package dev.vedette.sensor.space;

import dev.vedette.sensor.identity.node.MountEntry;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a container can write.
 *
 * @param device of the file system, in the kernel's encoding
 * @param root the directory of that file system which is written to; the same for all that share it
 * @param folder where it is reached from the sensor
 */
record WrittenPlace(long device, String root, Path folder) {
    /** File systems with room of their own; memory is no matter of these. */
    private static final Set<String> TYPES = Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "bcachefs");

    private static final Pattern UPPER = Pattern.compile(" - overlay .*[ ,]upperdir=([^, ]+)");

    /**
     * Reads the mounts of a container.
     *
     * @param lines of {@code mountinfo} of a process in it
     * @param process that process's folder in {@code /proc}
     * @param node the folder in {@code /proc} of a process that sees the node's files
     * @param nodeMounts what is mounted there
     */
    static List<WrittenPlace> of(List<String> lines, Path process, Path node, List<MountEntry> nodeMounts) {
        return lines.stream()
                .flatMap(line -> MountEntry.parse(line)
                        .filter(mount -> !mount.readOnly())
                        .flatMap(mount -> mount.type().equals("overlay")
                                ? upper(line, node, nodeMounts)
                                : mounted(mount, process))
                        .stream())
                .distinct()
                .toList();
    }

    private static Optional<WrittenPlace> mounted(MountEntry mount, Path process) {
        return TYPES.contains(mount.type())
                ? Optional.of(new WrittenPlace(mount.device(), mount.root(), process.resolve("root" + mount.target())))
                : Optional.empty();
    }

    /** The layer of an overlay that takes what is written is a folder of the node. */
    private static Optional<WrittenPlace> upper(String line, Path node, List<MountEntry> nodeMounts) {
        Matcher matcher = UPPER.matcher(line);
        if (!matcher.find()) {
            return Optional.empty();
        }
        Path upper = Path.of(matcher.group(1));
        return nodeMounts.stream()
                .filter(mount -> upper.startsWith(mount.target()))
                .max(Comparator.comparingInt(mount -> mount.target().length()))
                .map(mount -> new WrittenPlace(mount.device(), upper.toString(), node.resolve("root" + upper)));
    }

    /** Where the node has the file system mounted; empty where it has not. */
    static Optional<String> mountedAt(long device, List<MountEntry> nodeMounts) {
        return nodeMounts.stream()
                .filter(mount -> mount.device() == device)
                .map(MountEntry::target)
                .min(Comparator.comparingInt(String::length));
    }
}
