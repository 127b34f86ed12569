package dev.vedette.sensor.identity.node;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.ProcessId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What can be looked up on the node. A recording or a test puts another one in its place.
 *
 * <p>Every answer is of now, and may be gone a moment later; nothing is thrown for what is absent or refused.
 * Implementations are thread-safe.
 */
public interface NodeView {
    /** The node's own namespaces; {@link Namespaces#UNKNOWN} where they can't be told. */
    Namespaces hostNamespaces();

    /** Every capability that a process of this node can have: what "all" means here. */
    CapabilitySet hostCapabilities();

    /** All processes, for a sensor that starts after them. */
    List<SeenProcess> processes();

    Optional<SeenProcess> process(int pid);

    /** When a process began, as {@link SeenProcess#startBootNanos()}; empty when there is none of that number. */
    OptionalLong startOf(int pid);

    /** All groups of the hierarchy by which containers are told apart, parents before children; empty on a node without. */
    List<SeenCgroup> cgroups();

    /** The id of a process's group in that hierarchy, 0 where not known. */
    long cgroupIdOf(int pid);

    MountTable hostMounts();

    /** The mounts that a process sees; empty when it is gone. */
    Optional<MountTable> mountsOf(int pid);

    /** The inode number of a namespace that a file stands for, 0 where it can't be told. */
    long namespaceAt(Path file);

    /** The file at a path of the node, symbolic links followed. */
    Optional<FileObject> file(Path path);

    /**
     * The file at a path as a process sees it: symbolic links are followed from the process's own root and never out of
     * it. Racy by nature; may take as long as the file system takes to answer.
     *
     * @param followLast whether a symbolic link at the path's end is followed
     */
    Optional<FileObject> fileOf(int pid, String path, boolean followLast);

    /** The label that a security module gives a process, "" where there is none or it can't be told. */
    String securityLabelOf(int pid);

    /**
     * Whether nothing can be read behind a path as a process sees it: an empty directory, or the null device. The path
     * is that of a mount, and so has no symbolic links.
     */
    boolean hides(int pid, String path);

    /** The device nodes below a process's {@code /dev}, as {@code b 8:0}; terminals of devpts are left out. */
    Set<String> devicesOf(int pid);

    /**
     * What a process's control group lets it do with devices, as the kernel lists it in version 1; in version 2 what the
     * programs that decide there allow, in the same words. Empty where it is not known.
     */
    default Set<String> deviceAccessOf(int pid) {
        return Set.of();
    }

    /** How a process of a container is kept apart, where that need not be looked at: in a recording. */
    default Optional<Isolation> recordedIsolation(ProcessId process) {
        return Optional.empty();
    }

    /** A path of the node without symbolic links; as given where it can't be told. */
    String realPath(String path);
}
