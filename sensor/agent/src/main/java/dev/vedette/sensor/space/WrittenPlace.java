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
 * Where a container can write. It is reached by the node's own mounts, never through the container: what it puts in the way of
 * its own mounts leads nowhere, and its processes may end.
 *
 * @param device of the file system, in the kernel's encoding
 * @param root the directory of that file system which is written to; the same for all that share it
 * @param folder where the node sees it
 */
record WrittenPlace(long device, String root, String folder) {
    /** File systems with room of their own; memory is no matter of these. */
    private static final Set<String> TYPES = Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "bcachefs");

    private static final Pattern UPPER = Pattern.compile(" - overlay .*[ ,]upperdir=([^, ]+)");

    /**
     * Reads the mounts of a container.
     *
     * @param lines of {@code mountinfo} of a process in it
     * @param nodeMounts what is mounted there; what is not is left out
     */
    static List<WrittenPlace> of(List<String> lines, List<MountEntry> nodeMounts) {
        return lines.stream()
                .flatMap(line -> MountEntry.parse(line)
                        .filter(mount -> !mount.readOnly())
                        .flatMap(mount ->
                                mount.type().equals("overlay") ? upper(line, nodeMounts) : mounted(mount, nodeMounts))
                        .stream())
                .distinct()
                .toList();
    }

    private static Optional<WrittenPlace> mounted(MountEntry mount, List<MountEntry> nodeMounts) {
        if (!TYPES.contains(mount.type())) {
            return Optional.empty();
        }
        Path root = Path.of(mount.root());
        return nodeMounts.stream()
                .filter(of -> of.device() == mount.device() && root.startsWith(of.root()))
                .max(Comparator.comparingInt(of -> of.root().length()))
                .map(of -> new WrittenPlace(
                        mount.device(),
                        mount.root(),
                        Path.of(of.target())
                                .resolve(Path.of(of.root()).relativize(root))
                                .normalize()
                                .toString()));
    }

    /** The layer of an overlay that takes what is written is a folder of the node. */
    private static Optional<WrittenPlace> upper(String line, List<MountEntry> nodeMounts) {
        Matcher matcher = UPPER.matcher(line);
        if (!matcher.find()) {
            return Optional.empty();
        }
        Path upper = Path.of(matcher.group(1));
        return nodeMounts.stream()
                .filter(mount -> upper.startsWith(mount.target()))
                .max(Comparator.comparingInt(mount -> mount.target().length()))
                .map(mount -> new WrittenPlace(mount.device(), upper.toString(), upper.toString()));
    }

    /** Where the node has the file system mounted; empty where it has not. */
    static Optional<String> mountedAt(long device, List<MountEntry> nodeMounts) {
        return nodeMounts.stream()
                .filter(mount -> mount.device() == device)
                .map(MountEntry::target)
                .min(Comparator.comparingInt(String::length));
    }
}
