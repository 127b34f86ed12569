package dev.vedette.rules.facts;

import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.Severity;
import java.util.List;

/** By what a node and its control plane prove who they are. */
public final class NodeCredentials {
    private NodeCredentials() {}

    /** Whether a part of the control plane, which the node runs from a file, reads what it was given. */
    public static boolean areItsOwn(FileOpened event) {
        return !event.write()
                && event.container().pod().isStatic()
                && Readers.suspicion(event.process()).isEmpty();
    }

    /** Less bad where a program of the image reads by itself what was mounted for it, as scanners of nodes do. */
    public static Severity severity(FileOpened event) {
        boolean scanner = !event.write()
                && !NodeFiles.areReachedBy(event.process(), event.file())
                && Readers.suspicion(event.process()).isEmpty();
        return scanner ? Severity.HIGH : Severity.CRITICAL;
    }

    /** Whether a path that a call named is one of these. */
    public static boolean isNamed(String path, List<String> patterns) {
        return path.startsWith("/") && PathList.of(patterns).has(path);
    }
}
