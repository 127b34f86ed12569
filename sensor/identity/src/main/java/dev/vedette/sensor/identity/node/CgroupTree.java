package dev.vedette.sensor.identity.node;

import dev.vedette.probes.GroupHierarchy;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directories of one hierarchy. On a hybrid node the v2 one is mounted beside the v1 ones (often at {@code unified}) and
 * holds no controllers, but runtimes make their groups there all the same. Thread-safe.
 */
public final class CgroupTree {
    private static final int MAX_GROUPS = 100_000;

    private static final String UPWARDS = "/..";

    /** A directory of kernfs has as many links as it has directories below, and two (kernfs_refresh_inode() of fs/kernfs). */
    private static final int LINKS_OF_LEAF = 2;

    private final GroupHierarchy hierarchy;

    /** Null where it is not mounted. */
    private final Path root;

    /** What paths of cgroup files begin from: the root, or this process's own group in a cgroup namespace of its own. */
    private final Path origin;

    /**
     * The hierarchy in which a controller counts: its own of version 1 where that is mounted, else that of version 2, or where
     * there is none, the one by which containers are told apart.
     */
    public static CgroupTree counting(GroupHierarchy controller) {
        List<String> mountinfo = ProcFiles.lines(Path.of("/proc/self/mountinfo"));
        return new CgroupTree(
                Stream.of(controller, GroupHierarchy.V2)
                        .filter(hierarchy -> mountinfo.stream().anyMatch(hierarchy::isMountedBy))
                        .findFirst()
                        .orElseGet(GroupHierarchy::ofNode),
                mountinfo);
    }

    /** @param mountinfo the lines of this process's own */
    CgroupTree(GroupHierarchy hierarchy, List<String> mountinfo) {
        this.hierarchy = hierarchy;
        Optional<MountEntry> mounted = mountinfo.stream()
                .filter(hierarchy::isMountedBy)
                .flatMap(line -> MountEntry.parse(line).stream())
                .reduce((covered, top) -> top.target().equals(covered.target()) ? top : covered);
        this.root = mounted.map(mount -> Path.of(mount.target())).orElse(null);
        // In a cgroup namespace the kernel shows everything relative to its root, the node's root then as "/../..".
        boolean namespaced =
                mounted.filter(mount -> mount.root().startsWith(UPWARDS)).isPresent();
        this.origin = namespaced ? ownGroup().orElse(root) : root;
    }

    /** The group that lists this process: the root of its cgroup namespace, if it was not moved since. */
    private Optional<Path> ownGroup() {
        String own = Long.toString(ProcessHandle.current().pid());
        return all().stream()
                .map(this::directoryOf)
                .filter(group -> ProcFiles.lines(group.resolve("cgroup.procs")).contains(own))
                .findFirst();
    }

    /** Where a group of this tree is. */
    public Path directoryOf(SeenCgroup group) {
        return root.resolve(group.path().substring(1));
    }

    /** Parents before children; empty where the hierarchy is not mounted. */
    public List<SeenCgroup> all() {
        List<SeenCgroup> found = new ArrayList<>();
        if (root == null) {
            return found;
        }
        Deque<SeenCgroup> open = new ArrayDeque<>(List.of(new SeenCgroup(NodeFiles.inode(root), 0, "/")));
        while (!open.isEmpty() && found.size() < MAX_GROUPS) {
            SeenCgroup group = open.removeFirst();
            found.add(group);
            open.addAll(children(group));
        }
        return found;
    }

    private List<SeenCgroup> children(SeenCgroup group) {
        Path directory = directoryOf(group);
        if (NodeFiles.links(directory) == LINKS_OF_LEAF) {
            return List.of();
        }
        List<SeenCgroup> children = new ArrayList<>();
        String prefix = group.path().equals("/") ? "/" : group.path() + "/";
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, Files::isDirectory)) {
            for (Path entry : entries) {
                children.add(new SeenCgroup(NodeFiles.inode(entry), group.id(), prefix + entry.getFileName()));
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Removed while we walked: it had no children then.
            return List.of();
        }
        return children;
    }

    /**
     * The group's id in the lines of a process's cgroup file.
     *
     * @param lines of {@code /proc/N/cgroup}
     */
    long idOf(List<String> lines) {
        return groupIn(lines).map(NodeFiles::inode).orElse(0L);
    }

    /** The group's directory, if this is the hierarchy of version 2 and the group is not the node's root. */
    Optional<Path> version2GroupOf(List<String> lines) {
        return hierarchy == GroupHierarchy.V2 ? groupIn(lines).filter(group -> !group.equals(root)) : Optional.empty();
    }

    private Optional<Path> groupIn(List<String> lines) {
        return root == null
                ? Optional.empty()
                : hierarchy
                        .pathIn(lines)
                        .map(path -> origin.resolve(path.substring(1)).normalize());
    }
}
