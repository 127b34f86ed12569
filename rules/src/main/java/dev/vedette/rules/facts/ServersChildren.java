package dev.vedette.rules.facts;

import dev.vedette.policy.model.ProcessInfo;
import java.util.List;
import java.util.Optional;

/** What servers start themselves, without a shell between them and it. */
public final class ServersChildren {
    private ServersChildren() {}

    /** The serving process, called as one of {@code servers}, that began this other program itself. */
    public static Optional<ProcessInfo> parentOf(ProcessInfo process, List<String> servers) {
        return Ancestry.server(process)
                .filter(server -> servers.contains(ProcessTraits.of(server).fileName()))
                .filter(server -> isItsOwn(process.parent(), server));
    }

    /** The server, or a copy of it that was forked only to begin the other program. */
    private static boolean isItsOwn(ProcessInfo parent, ProcessInfo server) {
        return parent != null
                && (parent.id().equals(server.id()) || parent.executable().sameObject(server.executable()));
    }
}
