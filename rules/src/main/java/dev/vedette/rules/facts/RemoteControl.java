package dev.vedette.rules.facts;

import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio.Kind;
import java.util.Optional;

/** Whether a program takes its input from a network connection and gives its output back. */
public final class RemoteControl {
    private RemoteControl() {}

    /**
     * How sure it is that somebody outside commands this process.
     *
     * @return critical for an interpreter, or for a program not of the image, whose input is a connection; high for any
     *     other that has a connection as both input and output, or whose input a shell has connected; else empty
     */
    public static Optional<Severity> of(ProcessInfo process) {
        boolean in = process.stdio().in() == Kind.CONNECTED_SOCKET;
        boolean out = process.stdio().out() == Kind.CONNECTED_SOCKET
                || process.stdio().err() == Kind.CONNECTED_SOCKET;
        if (!in && !out) {
            return Optional.empty(); // nearly all: names are not looked at
        }
        boolean interpreter = Programs.isInterpreter(process);
        if ((in || out) && (Programs.isShell(process) || (interpreter && in))) {
            return Optional.of(Severity.CRITICAL);
        }
        if (in && Programs.isWrittenLater(process.executable())) {
            return Optional.of(Severity.CRITICAL);
        }
        boolean connectedByShell = process.parent() != null && Programs.isShell(process.parent());
        return in && (out || connectedByShell) ? Optional.of(Severity.HIGH) : Optional.empty();
    }
}
