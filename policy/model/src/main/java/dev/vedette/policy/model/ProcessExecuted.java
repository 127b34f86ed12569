package dev.vedette.policy.model;

import java.util.List;

/**
 * A program began; {@link #process()} is already the new one.
 *
 * @param requestedPath the path that was asked for; for a script, the script, while {@link #executable()} is its
 *     interpreter
 * @param before the process as it was before it took this program; null where not known
 * @param session how the program got into the container
 * @param start what else the kernel knows of it
 */
public record ProcessExecuted(
        EventContext context,
        String requestedPath,
        boolean argumentsTruncated,
        ProcessInfo before,
        Session session,
        ProgramStart start)
        implements Event {
    /** How a process tree came to be in its container. */
    public enum Session {
        /** The container's own first program and all that came of it. */
        MAIN,
        /**
         * Put in from outside: by the runtime ({@code kubectl exec} and its kin), or by a process of the node that went in
         * and began a program there.
         */
        EXEC,
        /**
         * A process of the node in a container's control group, of its own doing or of another one of the node's: it is in
         * none of the container's namespaces, and what it does is the node's doing.
         */
        VISITOR,
        /** Not in a container, or not known. */
        NONE
    }

    /** Of a start of which no more is known. */
    public ProcessExecuted(
            EventContext context,
            String requestedPath,
            boolean argumentsTruncated,
            ProcessInfo before,
            Session session) {
        this(context, requestedPath, argumentsTruncated, before, session, ProgramStart.UNKNOWN);
    }

    public FileObject script() {
        return start.script();
    }

    public FileObject workingDirectory() {
        return start.workingDirectory();
    }

    public FileObject executable() {
        return process().executable();
    }

    public List<String> arguments() {
        return process().arguments();
    }

    /** Whether the program is a script that {@link #executable()} interprets. */
    public boolean isScript() {
        if (script().known()) {
            return true;
        }
        String asked = requestedPath.substring(requestedPath.lastIndexOf('/') + 1);
        return !requestedPath.isEmpty()
                && !requestedPath.equals(executable().path())
                && arguments().stream().skip(1).anyMatch(a -> a.equals(requestedPath) || a.endsWith("/" + asked));
    }
}
