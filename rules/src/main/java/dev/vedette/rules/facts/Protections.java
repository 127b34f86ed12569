package dev.vedette.rules.facts;

import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.Severity;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What protects the whole node. Magics: include/uapi/linux/magic.h. */
public final class Protections {
    private static final long SELINUX = 0xf97c_ff8cL;
    private static final long APPARMOR = 0x5a3c_69f0L;
    /** What of SELinux's file system is a switch: the other files only ask a question. */
    private static final Set<String> OF_SELINUX =
            Set.of("enforce", "disable", "load", "commit_pending_bools", "checkreqprot");

    private static final String REMOVAL = ".remove";
    private static final Set<String> OF_APPARMOR = Set.of(".load", ".replace", REMOVAL);

    private static final Pattern FILTERS = Pattern.compile("(ip6?|eb|arp)tables(-nft|-legacy)?|xtables-.*-multi");
    private static final Set<String> FLUSH = Set.of("-F", "--flush");

    private Protections() {}

    /**
     * Which protection depends on a file; "" if none does.
     *
     * @param settings files of procfs, as patterns of paths
     */
    public static String guardedBy(FileObject file, List<String> settings) {
        long magic = file.superMagic();
        if (magic == SELINUX) {
            return OF_SELINUX.contains(file.name()) ? "SELinux" : "";
        }
        if (magic == APPARMOR || magic == FileSystemMagic.SECURITYFS) {
            return OF_APPARMOR.contains(file.name()) ? "AppArmor" : "";
        }
        return magic == FileSystemMagic.PROC && Readers.isNamed(file, settings) ? "a setting of the kernel" : "";
    }

    /** An engine in a privileged container loads its profile, which takes nothing away. */
    public static Severity severity(FileOpened event) {
        boolean adds = OF_APPARMOR.contains(event.file().name())
                && !event.file().name().equals(REMOVAL);
        return adds && event.container().security().privileged() ? Severity.LOW : Severity.HIGH;
    }

    /** Whether a program that shares the node's network is told to empty all of the packet filter, not a chain of its own. */
    public static boolean isFlush(EventContext context) {
        return context.hostNamespaces().contains(NamespaceKind.NETWORK) && isFlush(context.process());
    }

    private static boolean isFlush(ProcessInfo process) {
        List<String> arguments = process.arguments();
        if (arguments.size() < 2) {
            return false;
        }
        String called = ProgramKinds.called(arguments.getFirst());
        if (called.equals("nft") || process.executable().name().equals("nft")) {
            return arguments.contains("flush") && arguments.contains("ruleset");
        }
        return (FILTERS.matcher(called).matches()
                        || FILTERS.matcher(process.executable().name()).matches())
                && FLUSH.contains(arguments.getLast());
    }
}
