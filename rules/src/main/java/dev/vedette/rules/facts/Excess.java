package dev.vedette.rules.facts;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.IsolationObserved;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.NamespaceKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** In what a container is freer than its runtime says. */
public final class Excess {
    private static final int SECCOMP_OFF = 0;
    private static final int SECCOMP_FILTER = 2;
    private static final long ROOT = 0;
    private static final String UNCONFINED = "unconfined";

    private Excess() {}

    /**
     * What the kernel shows beyond the runtime's word, each part in words; empty where nothing is wider or where one of
     * both is not known.
     */
    public static List<String> of(IsolationObserved observed) {
        Isolation spec = observed.runtimeSpec();
        boolean credentialsRead =
                observed.process() == null || observed.process().credentials().known();
        if (spec == null || observed.source() != IsolationObserved.Source.KERNEL || !credentialsRead) {
            return List.of();
        }
        return between(observed.isolation(), spec);
    }

    private static List<String> between(Isolation seen, Isolation spec) {
        List<String> excess = new ArrayList<>();
        CapabilitySet capabilities = seen.capabilities().minus(spec.capabilities());
        if (!capabilities.names().isEmpty()) {
            excess.add("capabilities " + String.join(", ", capabilities.names()));
        }
        Set<NamespaceKind> namespaces = EnumSet.noneOf(NamespaceKind.class);
        namespaces.addAll(seen.hostNamespaces());
        namespaces.removeAll(spec.hostNamespaces());
        if (!namespaces.isEmpty()) {
            excess.add("the node's namespaces " + Words.namespaces(namespaces));
        }
        if (seen.seccompMode() == SECCOMP_OFF && spec.seccompMode() == SECCOMP_FILTER) {
            excess.add("no system-call filter");
        }
        if (spec.noNewPrivileges() && !seen.noNewPrivileges()) {
            excess.add("new privileges by setuid programs");
        }
        if (seen.uid() == ROOT && spec.uid() > ROOT) {
            excess.add("the node's root as its user in place of user " + spec.uid());
        }
        label(seen, spec).ifPresent(excess::add);
        if (seen.detail().known() && spec.detail().known()) {
            excess.addAll(inDetail(seen, spec));
        }
        return excess;
    }

    private static List<String> inDetail(Isolation seen, Isolation spec) {
        List<String> excess = new ArrayList<>();
        capabilities("inheritable", seen.detail().inheritable(), spec.detail().inheritable())
                .ifPresent(excess::add);
        capabilities("ambient", seen.detail().ambient(), spec.detail().ambient())
                .ifPresent(excess::add);
        if (spec.readOnlyRoot() && !seen.readOnlyRoot()) {
            excess.add("a root file system that can be written");
        }
        devices(seen, spec).ifPresent(excess::add);
        DeviceRules.beyond(seen.detail().deviceAccess(), spec.detail().deviceAccess())
                .ifPresent(excess::add);
        seen.hostMounts().stream()
                .map(mount -> mount(mount, spec.hostMounts()))
                .flatMap(Optional::stream)
                .forEach(excess::add);
        return excess;
    }

    private static Optional<String> capabilities(String set, CapabilitySet seen, CapabilitySet spec) {
        List<String> more = seen.minus(spec).names();
        return more.isEmpty() ? Optional.empty() : Optional.of(set + " capabilities " + String.join(", ", more));
    }

    /** From the kernel a profile comes with its mode: {@code name (enforce)}. Source: aa_getprocattr, apparmor/procattr.c. */
    static String profile(String label) {
        int mode = label.lastIndexOf(" (");
        return mode < 0 ? label : label.substring(0, mode);
    }

    private static Optional<String> label(Isolation seen, Isolation spec) {
        String wanted = spec.securityLabel();
        String has = seen.securityLabel();
        boolean comparable = !wanted.isEmpty() && !wanted.equals(UNCONFINED) && !has.isEmpty();
        boolean same = SelinuxContext.isOne(wanted)
                ? SelinuxContext.means(has, wanted)
                : profile(has).equals(wanted);
        return comparable && !same
                ? Optional.of("the security label " + has + " in place of " + wanted)
                : Optional.empty();
    }

    private static Optional<String> devices(Isolation seen, Isolation spec) {
        if (spec.detail().anyDevice() || seen.detail().anyDevice()) {
            return Optional.empty();
        }
        Set<String> more = new TreeSet<>(seen.detail().devices());
        more.removeAll(spec.detail().devices());
        more.removeIf(DeviceRules::areOfAll);
        return more.isEmpty() ? Optional.empty() : Optional.of("the devices " + String.join(", ", more));
    }

    private static Optional<String> mount(HostMount seen, List<HostMount> specified) {
        AskedMounts asked = AskedMounts.ofSeen(seen, specified);
        String what = "the node's " + seen.source() + " at " + seen.target();
        if (asked.isEmpty()) {
            return Optional.of(what);
        }
        return asked.isWidened(seen) ? Optional.of(what + " to be written") : Optional.empty();
    }
}
