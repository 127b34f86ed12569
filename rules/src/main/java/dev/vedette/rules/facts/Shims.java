package dev.vedette.rules.facts;

import dev.vedette.policy.model.SocketActivity.Endpoint;
import java.util.regex.Pattern;

/** The processes by which a runtime governs each container. */
public final class Shims {
    private static final Pattern PROGRAM = Pattern.compile("containerd-shim(-.+)?|conmon|conmonrs");

    /** Names that shims gave their sockets before CVE-2020-15257 was fixed. */
    private static final Pattern ABSTRACT_NAME = Pattern.compile("@/containerd-shim/.+\\.sock.*");

    private Shims() {}

    /** Whether one serves a unix socket: by the program at its other end, or by its name where that is not known. */
    public static boolean serve(Endpoint peer) {
        return peer.owner().isNone()
                ? ABSTRACT_NAME.matcher(peer.address()).matches()
                : PROGRAM.matcher(peer.owner().name()).matches();
    }
}
