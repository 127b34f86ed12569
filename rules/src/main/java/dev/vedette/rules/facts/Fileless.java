package dev.vedette.rules.facts;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.Severity;
import java.util.regex.Pattern;

/** How a program is run without a file that one could look at afterwards. */
public enum Fileless {
    NOT("", Severity.INFO),
    MEMORY("from memory, without any file (memfd)", Severity.CRITICAL),
    DELETED("from a file that has been deleted", Severity.CRITICAL),
    SHARED_MEMORY("from the shared memory below /dev/shm", Severity.HIGH),
    DESCRIPTOR("through an open descriptor, not a path", Severity.HIGH);

    /** What the kernel calls a program begun by a descriptor. Source: fs/exec.c, alloc_bprm. */
    private static final Pattern BY_DESCRIPTOR =
            Pattern.compile("/dev/fd/[0-9]+(/.*)?|/proc/(self|thread-self|[0-9]+)(/task/[0-9]+)?/fd/[0-9]+");

    private final String words;
    private final Severity severity;

    Fileless(String words, Severity severity) {
        this.words = words;
        this.severity = severity;
    }

    public static Fileless of(ProcessExecuted event) {
        FileObject file = event.executable();
        if (file.isMemoryOnly()) {
            return MEMORY;
        }
        if (file.isDeleted()) {
            return DELETED;
        }
        if (file.path().startsWith("/dev/shm/") || event.requestedPath().startsWith("/dev/shm/")) {
            return SHARED_MEMORY;
        }
        return isByDescriptor(event.requestedPath()) ? DESCRIPTOR : NOT;
    }

    private static boolean isByDescriptor(String path) {
        return (path.startsWith("/dev/") || path.startsWith("/proc/"))
                && BY_DESCRIPTOR.matcher(path).matches();
    }

    public boolean applies() {
        return this != NOT;
    }

    public String words() {
        return words;
    }

    public Severity severity() {
        return severity;
    }
}
