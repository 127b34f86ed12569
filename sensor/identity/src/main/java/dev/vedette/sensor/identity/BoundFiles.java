package dev.vedette.sensor.identity;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.sensor.identity.node.MountEntry;
import dev.vedette.sensor.identity.node.MountTable;
import dev.vedette.sensor.identity.node.NodeView;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Which file of procfs it is that is reached under another name. The kernel names a file by where it is mounted: what is
 * bound over {@code /proc/self/attr/exec} is called that, whatever it is (fs/d_path.c, prepend_path). And a number tells
 * nothing either: files of procfs get theirs when they are looked up, another in each mount of it (fs/proc/proc_sysctl.c,
 * proc_sys_make_inode). So the mounts that the process sees are asked which part of procfs lies there.
 *
 * <p>They are asked some milliseconds later, and of the process's first thread: another mount may lie there by then. So
 * what the kernel itself calls by a name that rules look for keeps it. For one thread.
 */
final class BoundFiles {
    private static final String PROC = "/proc";
    private static final Set<String> LOOKED_FOR = Set.of("core_pattern", "core_pipe_limit", "core_uses_pid");

    /** Somebody who has mounted thousands of times makes a look long; what he is called by the kernel must do then. */
    private static final int LOOKS_IN_A_SECOND = 10;

    private static final long SECOND = 1_000_000_000L;

    private final NodeView node;
    private final Map<String, Integer> looks = new HashMap<>();
    private long countedSince;

    BoundFiles(NodeView node) {
        this.node = node;
    }

    /**
     * The same file under the name that it has in procfs; as given where it is of no procfs, has that name already, or the
     * process is gone and nobody stands for it.
     *
     * @param container whose process it is, which has so many looks in a second
     * @param neighbour asked if the process is gone: another one that sees the same mounts
     */
    FileObject ownName(FileObject file, int pid, String container, Supplier<Optional<Integer>> neighbour) {
        if (file.superMagic() != FileSystemMagic.PROC
                || file.pathEnd() != FileObject.PathEnd.ROOT
                || LOOKED_FOR.contains(file.name())
                || !mayLook(container, System.nanoTime())) {
            return file;
        }
        return node.mountsOf(pid)
                .or(() -> neighbour.get().flatMap(node::mountsOf))
                .flatMap(mounts -> holding(mounts, file.path()))
                .filter(mount -> mount.type().equals("proc"))
                .map(mount -> file.withPath(own(mount, file.path())))
                .orElse(file);
    }

    private boolean mayLook(String container, long now) {
        if (looks.isEmpty() || now - countedSince > SECOND) {
            looks.clear();
            countedSince = now;
        }
        return looks.merge(container, 1, Integer::sum) <= LOOKS_IN_A_SECOND;
    }

    /** Of mounts one over the other, the last is seen. */
    private static Optional<MountEntry> holding(MountTable mounts, String path) {
        return mounts.mounts().stream()
                .filter(mount -> isWithin(path, mount.target()))
                .max(Comparator.comparingInt(mount -> mount.target().length()))
                .flatMap(longest -> mounts.at(longest.target()));
    }

    private static boolean isWithin(String path, String ancestor) {
        return ancestor.equals("/") || path.equals(ancestor) || path.startsWith(ancestor + "/");
    }

    private static String own(MountEntry mount, String path) {
        String rest = mount.target().equals("/")
                ? path
                : path.substring(mount.target().length());
        String root = mount.root().equals("/") ? "" : mount.root();
        return PROC + root + rest;
    }
}
