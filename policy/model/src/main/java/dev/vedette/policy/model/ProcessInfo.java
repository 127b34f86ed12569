package dev.vedette.policy.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A process as recorded: its program, its credentials, and who made it.
 *
 * <p>The parent is the one recorded at the fork. A double fork changes the kernel's current parent, not this.
 *
 * @param name the task's own short name (15 bytes); a task may write it, so it proves nothing
 * @param arguments the argument vector, bounded; may be empty
 * @param parent null where it is not known: the first process, or one from before the sensor whose parent is gone
 * @param serving whether it owns a listening socket or accepted a connection
 */
public record ProcessInfo(
        ProcessId id,
        String name,
        FileObject executable,
        List<String> arguments,
        Credentials credentials,
        Namespaces namespaces,
        Stdio stdio,
        ProcessInfo parent,
        boolean serving) {
    /** Ancestors that are looked at, at most: deeper trees say nothing more and loops must end. */
    public static final int MAX_ANCESTORS = 32;

    /** Of what no process did. */
    public static final ProcessInfo NONE = new ProcessInfo(
            new ProcessId(0, 0),
            "",
            FileObject.NONE,
            List.of(),
            Credentials.UNKNOWN,
            Namespaces.UNKNOWN,
            Stdio.UNKNOWN,
            null,
            false);

    public ProcessInfo {
        Objects.requireNonNull(id, "id is null");
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(executable, "executable is null");
        arguments = List.copyOf(arguments);
    }

    public int pid() {
        return id.pid();
    }

    /** The recorded parents, nearest first, at most {@link #MAX_ANCESTORS}. */
    public List<ProcessInfo> ancestors() {
        List<ProcessInfo> ancestors = new ArrayList<>();
        for (ProcessInfo at = parent; at != null && ancestors.size() < MAX_ANCESTORS; at = at.parent) {
            ancestors.add(at);
        }
        return ancestors;
    }

    /** The nearest ancestor that serves the network, looking at most {@code depth} generations up. */
    public Optional<ProcessInfo> servingAncestor(int depth) {
        return ancestors().stream().limit(depth).filter(ProcessInfo::serving).findFirst();
    }

    public String commandLine() {
        return arguments.isEmpty() ? executable.path() : String.join(" ", arguments);
    }
}
