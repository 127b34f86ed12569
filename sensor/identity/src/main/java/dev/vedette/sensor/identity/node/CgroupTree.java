package dev.vedette.sensor.identity.node;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The v2 hierarchy's directories. On a hybrid node it is mounted beside the v1 ones (often at {@code unified}) and
 * holds no controllers, but runtimes make their groups there all the same.
 */
final class CgroupTree {
    private static final int MAX_GROUPS = 100_000;

    /** Null where no v2 hierarchy is mounted. */
    private final Path root;

    CgroupTree(MountTable mounts) {
        this.root = mounts.mounts().stream()
                .filter(mount -> mount.type().equals("cgroup2"))
                .map(mount -> Path.of(mount.target()))
                .findFirst()
                .orElse(null);
    }

    List<SeenCgroup> all() {
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
        List<SeenCgroup> children = new ArrayList<>();
        String prefix = group.path().equals("/") ? "/" : group.path() + "/";
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory(group.path()), Files::isDirectory)) {
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
     * @param lines of {@code /proc/N/cgroup}; the v2 hierarchy's begins with {@code 0::} (cgroup-v2.rst)
     */
    long idOf(List<String> lines) {
        if (root == null) {
            return 0;
        }
        return lines.stream()
                .filter(line -> line.startsWith("0::/"))
                .mapToLong(line -> NodeFiles.inode(directory(line.substring(3))))
                .findFirst()
                .orElse(0);
    }

    private Path directory(String path) {
        return root.resolve(path.substring(1));
    }
}
