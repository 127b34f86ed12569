package dev.vedette.rules.facts;

import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.HostPath;
import java.util.List;

/**
 * By which of the mounts that were asked for a container has one of the node's. Targets are compared in one spelling on
 * both sides, see {@link HostPath}.
 *
 * @param around those by which it may have come, whether at its place or above it; empty if nobody asked for it
 * @param exact those of {@code around} that are this very mount
 */
record AskedMounts(List<HostMount> around, List<HostMount> exact) {
    /** For one of a specification, which names each mount as it was asked for. */
    static AskedMounts ofSpecified(HostMount has, List<HostMount> asked) {
        List<HostMount> exact = asked.stream().filter(mount -> isAt(has, mount)).toList();
        return new AskedMounts(exact, exact);
    }

    /**
     * For one that the kernel shows. What is mounted below a directory comes with it. Where a link of the image leads
     * elsewhere, the kernel names the place that it leads to, so that only the source tells which mount it is.
     */
    static AskedMounts ofSeen(HostMount has, List<HostMount> asked) {
        String target = HostPath.resolve(has.target());
        List<HostMount> around = asked.stream()
                .filter(mount -> HostPath.isWithin(target, HostPath.resolve(mount.target())))
                .toList();
        if (around.isEmpty()) {
            List<HostMount> moved =
                    asked.stream().filter(mount -> isFrom(has, mount)).toList();
            return new AskedMounts(moved, moved);
        }
        return new AskedMounts(
                around, around.stream().filter(mount -> isAt(has, mount)).toList());
    }

    /** Whether nobody asked for it. */
    boolean isEmpty() {
        return around.isEmpty();
    }

    /** Whether it can be written though it was asked for to be read alone. */
    boolean isWidened(HostMount has) {
        return !exact.isEmpty() && !has.readOnly() && around.stream().allMatch(HostMount::readOnly);
    }

    /** Whether all that is mounted at its place was asked for from elsewhere on the node. */
    boolean isExchanged(HostMount has) {
        return !exact.isEmpty()
                && exact.stream().noneMatch(mount -> mount.source().isEmpty() || isFrom(has, mount));
    }

    private static boolean isAt(HostMount has, HostMount asked) {
        return HostPath.resolve(has.target()).equals(HostPath.resolve(asked.target()));
    }

    /**
     * As written or as the node resolves it, for runtimes differ: containerd follows links before it writes a source down
     * (internal/cri/opts/spec_linux_opts.go, WithMounts).
     */
    private static boolean isFrom(HostMount has, HostMount asked) {
        return !asked.source().isEmpty()
                && (isWithinEither(HostPath.resolve(has.declaredSource()), asked)
                        || isWithinEither(has.source(), asked));
    }

    private static boolean isWithinEither(String path, HostMount asked) {
        return HostPath.isWithin(path, asked.source())
                || HostPath.isWithin(path, HostPath.resolve(asked.declaredSource()));
    }
}
