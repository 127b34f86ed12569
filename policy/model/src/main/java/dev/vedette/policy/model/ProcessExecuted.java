package dev.vedette.policy.model;

import java.util.List;

/**
 * A program began; {@link #process()} is already the new one.
 *
 * @param requestedPath the path that was asked for; for a script, the script, while {@link #executable()} is its
 *     interpreter
 * @param before the process as it was before it took this program; null where not known
 * @param session how the program got into the container
 */
public record ProcessExecuted(
        EventContext context, String requestedPath, boolean argumentsTruncated, ProcessInfo before, Session session)
        implements Event {
    /** How a process tree came to be in its container. */
    public enum Session {
        /** The container's own first program and all that came of it. */
        MAIN,
        /** Put in from outside by the runtime ({@code kubectl exec} and its kin). */
        EXEC,
        /** Not in a container, or not known. */
        NONE
    }

    public FileObject executable() {
        return process().executable();
    }

    public List<String> arguments() {
        return process().arguments();
    }

    /** Whether the program is a script that {@link #executable()} interprets. */
    public boolean isScript() {
        String asked = requestedPath.substring(requestedPath.lastIndexOf('/') + 1);
        return !requestedPath.isEmpty()
                && !requestedPath.equals(executable().path())
                && arguments().stream().skip(1).anyMatch(a -> a.equals(requestedPath) || a.endsWith("/" + asked));
    }
}
