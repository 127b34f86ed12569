package dev.vedette.rules.facts;

import dev.vedette.policy.model.BpfUsed;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.KernelModuleLoaded;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Code that a container gives to the kernel. */
public final class KernelCode {
    private static final Pattern MODULE_TREE = Pattern.compile("(/.*)?/lib/modules/.+\\.ko(\\.[a-z0-9]+)?");

    // include/uapi/linux/bpf.h, enum bpf_cmd: what brings a program in, puts it to work or takes one of others
    private static final int PROG_LOAD = 5;
    private static final Map<Integer, String> COMMANDS = Map.of(
            PROG_LOAD,
            "loaded a program",
            8,
            "attached a program",
            13,
            "took hold of a program of others",
            14,
            "took hold of a map of others",
            17,
            "attached a program to a tracepoint",
            28,
            "attached a program",
            29,
            "exchanged an attached program",
            30,
            "took hold of an attachment of others",
            36,
            "made a token for others to use");

    /** enum bpf_prog_type: those that see or change what the whole node does. */
    private static final Set<Integer> OF_WHOLE_NODE = Set.of(2, 5, 7, 17, 24, 26, 27, 28, 29, 31);

    /** BPF_PROG_TYPE_CGROUP_DEVICE: a runtime loads one for each container. */
    private static final int CGROUP_DEVICE = 15;
    /** BPF_PROG_TYPE_SOCKET_FILTER, which takes no rights where the kernel lets everybody load. */
    private static final int SOCKET_FILTER = 1;

    private static final int TAKE_PROGRAM = 13;
    private static final int TAKE_MAP = 14;

    private KernelCode() {}

    /** Bad where the container brings the code, little where it has the node's own loaded. */
    public static Severity severity(KernelModuleLoaded event) {
        if (isOfModuleTree(event.file())) {
            return Severity.LOW;
        }
        return event.succeeded() ? Severity.CRITICAL : Severity.MEDIUM;
    }

    /** Where the module comes from, to follow "a module ". */
    public static String source(KernelModuleLoaded event) {
        if (event.file().isNone()) {
            return "from memory";
        }
        return isOfModuleTree(event.file())
                ? "of the node's, " + Words.shortened(event.file().path())
                : "from " + Words.shortened(event.file().path());
    }

    /** A file with its place in the tree of modules that is not the container's to write. */
    private static boolean isOfModuleTree(FileObject file) {
        return file.layer() == OverlayLayer.NONE
                && !Programs.isWrittenLater(file)
                && MODULE_TREE.matcher(file.path()).matches();
    }

    /** What {@code bpf(2)} was used for, to follow a program's name; "" where it is of no concern. */
    public static String concern(BpfUsed event) {
        return event.command() == PROG_LOAD && event.programType() == SOCKET_FILTER
                ? ""
                : COMMANDS.getOrDefault(event.command(), "");
    }

    /** High for what sees or changes the whole node; low for a nested runtime's device programs. */
    public static Severity severity(BpfUsed event) {
        if (event.programType() == CGROUP_DEVICE) {
            return Severity.LOW;
        }
        boolean taken = event.command() == TAKE_PROGRAM || event.command() == TAKE_MAP;
        return taken || OF_WHOLE_NODE.contains(event.programType()) ? Severity.HIGH : Severity.MEDIUM;
    }
}
