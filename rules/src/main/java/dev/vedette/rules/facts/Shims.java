package dev.vedette.rules.facts;

import dev.vedette.policy.model.SocketActivity.Endpoint;
import dev.vedette.policy.model.SocketActivity.Family;
import java.util.regex.Pattern;

/** The processes by which a runtime governs each container. */
public final class Shims {
    private static final Pattern PROGRAM = Pattern.compile("containerd-shim(-.+)?|conmon|conmonrs");

    /** Names that shims gave their sockets before CVE-2020-15257 was fixed. */
    private static final Pattern ABSTRACT_NAME = Pattern.compile("@/containerd-shim/.+\\.sock.*");

    /**
     * The sockets of those since: one process makes them and ends, and the shim inherits them (pkg/shim/util_unix.go in
     * containerd, SocketAddress), so that the kernel does not know who is at the other end.
     */
    private static final Pattern INHERITED = Pattern.compile("/.*/containerd/s/[0-9a-f]{64}");

    private Shims() {}

    /** Whether one serves a unix socket: by the program at its other end, or by its name where that is not known. */
    public static boolean serve(Endpoint peer) {
        if (peer.family() != Family.UNIX) {
            return false;
        }
        return peer.owner().isNone()
                ? ABSTRACT_NAME.matcher(peer.address()).matches()
                        || INHERITED.matcher(peer.address()).matches()
                : PROGRAM.matcher(peer.owner().name()).matches();
    }
}
