package dev.vedette.rules.facts;

import dev.vedette.policy.model.BpfUsed;
import dev.vedette.policy.model.Enforcement;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.FileSystemMounted;
import dev.vedette.policy.model.KernelModuleLoaded;
import dev.vedette.policy.model.ProcessAccessed;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.SocketActivity;
import java.util.Map;

/** What the kernel side refused, in words. */
public final class Refusals {
    private static final Map<Class<?>, String> ACTIONS = Map.of(
            ProcessExecuted.class, "start of a program",
            FileOpened.class, "opening of a file",
            FileChanged.class, "change of a file",
            FileSystemMounted.class, "mount",
            SocketActivity.class, "connection",
            ProcessAccessed.class, "reaching into a process",
            KernelModuleLoaded.class, "loading of a kernel module",
            BpfUsed.class, "use of eBPF");

    private static final Map<Enforcement, String> WORDS = Map.of(
            Enforcement.NONE, "was let through",
            Enforcement.DENIED, "was denied",
            Enforcement.KILLED, "was killed before its first instruction",
            Enforcement.WOULD_DENY, "would have been denied");

    private Refusals() {}

    /** For example {@code start of a program}. */
    public static String action(Event event) {
        return ACTIONS.getOrDefault(event.getClass(), event.getClass().getSimpleName());
    }

    /** What it was done to, "" where that is the action itself. */
    public static String object(Event event) {
        if (event instanceof ProcessExecuted) {
            return event.process().executable().path();
        }
        if (event instanceof FileOpened open) {
            return open.file().path();
        }
        if (event instanceof FileChanged change) {
            return change.path();
        }
        if (event instanceof FileSystemMounted mount) {
            return mount.type();
        }
        return event instanceof SocketActivity socket ? socket.peer().toString() : "";
    }

    /** What became of it. */
    public static String word(Event event) {
        return WORDS.get(event.context().enforcement());
    }

    public static String sentence(Event event) {
        String object = object(event);
        return "A policy denies this container what it tried: " + action(event)
                + (object.isEmpty() ? "" : " (" + object + ")") + ". It " + word(event) + ".";
    }

    /** What was stopped is less urgent than it would be; what was not is for whoever writes the policy. */
    public static Severity severity(Event event) {
        return event.context().enforcement() == Enforcement.WOULD_DENY ? Severity.LOW : Severity.MEDIUM;
    }
}
