package dev.vedette.sensor.identity.node;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The mounts of one mount namespace, in the order in which they were made. Immutable. */
public record MountTable(List<MountEntry> mounts) {
    public static final MountTable EMPTY = new MountTable(List.of());

    public MountTable {
        mounts = List.copyOf(mounts);
    }

    public static MountTable parse(Stream<String> lines) {
        return new MountTable(
                lines.map(MountEntry::parse).flatMap(Optional::stream).toList());
    }

    public boolean hasDevice(long device) {
        return mounts.stream().anyMatch(mount -> mount.device() == device);
    }

    /** The type of a mounted file system; empty where it is not mounted here. */
    public Optional<String> typeOf(long device) {
        return mounts.stream()
                .filter(mount -> mount.device() == device)
                .map(MountEntry::type)
                .findFirst();
    }

    /**
     * Where in this namespace a directory of a file system can be reached.
     *
     * @param root the directory, from that file system's own root
     * @return the shortest such path; empty when nothing here shows that directory
     */
    public Optional<String> pathOf(long device, String root) {
        return mounts.stream()
                .filter(mount -> mount.device() == device && below(root, mount.root()))
                .map(mount -> join(
                        mount.target(), root.substring(trimmed(mount.root()).length())))
                .min((a, b) -> a.length() - b.length());
    }

    /** The mount that is seen at exactly this target: the last one made there. */
    public Optional<MountEntry> at(String target) {
        return mounts.stream().filter(mount -> mount.target().equals(target)).reduce((first, second) -> second);
    }

    private static boolean below(String path, String ancestor) {
        String prefix = trimmed(ancestor);
        return path.equals(ancestor) || path.startsWith(prefix + "/");
    }

    private static String trimmed(String path) {
        return path.equals("/") ? "" : path;
    }

    private static String join(String target, String rest) {
        String joined = trimmed(target) + (rest.equals("/") ? "" : rest);
        return joined.isEmpty() ? "/" : joined;
    }
}
