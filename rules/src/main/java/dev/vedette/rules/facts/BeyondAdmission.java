package dev.vedette.rules.facts;

import dev.vedette.policy.model.AdmissionCompared;
import dev.vedette.policy.model.AdmittedContainer;
import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.IsolationObserved.Source;
import dev.vedette.policy.model.NamespaceKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** In what a container is freer than its manifest was when it was admitted. */
public final class BeyondAdmission {
    private static final int SECCOMP_OFF = 0;
    private static final int SECCOMP_FILTER = 2;
    private static final long ROOT = 0;
    private static final String LOCAL_PROFILE = "localhost/";

    private BeyondAdmission() {}

    /** Each part in words, what runs first and then what was admitted; empty where nothing is wider. */
    public static List<String> of(AdmissionCompared compared) {
        AdmittedContainer admitted = compared.admitted();
        Isolation running = compared.running();
        List<String> beyond = new ArrayList<>();
        if (running.privileged() && !admitted.privileged()) {
            beyond.add("privileged, and was admitted unprivileged");
        }
        CapabilitySet more = running.capabilities().minus(admitted.capabilities());
        // A kernel may have capabilities that this version does not know: whoever may have all has them too.
        if (!more.names().isEmpty() && !admitted.privileged()) {
            beyond.add("capabilities " + String.join(", ", more.names()) + " beyond those admitted");
        }
        Set<NamespaceKind> shared = EnumSet.noneOf(NamespaceKind.class);
        shared.addAll(running.hostNamespaces());
        shared.removeAll(admitted.hostNamespaces());
        if (!shared.isEmpty()) {
            beyond.add("the node's namespaces " + Words.namespaces(shared) + ", which were not admitted");
        }
        if (running.seccompMode() == SECCOMP_OFF && admitted.seccompMode() == SECCOMP_FILTER) {
            beyond.add("no system-call filter where one was admitted");
        }
        if (admitted.noNewPrivileges() && !running.noNewPrivileges()) {
            beyond.add("new privileges by setuid programs, admitted without");
        }
        if (admitted.readOnlyRoot()
                && !running.readOnlyRoot()
                && (isSpecified(compared) || running.detail().known())) {
            beyond.add("a root file system that can be written, admitted read-only");
        }
        user(running, admitted, compared.source()).ifPresent(beyond::add);
        profile(running, admitted).ifPresent(beyond::add);
        if (!admitted.deviceClaims() && !admitted.privileged()) {
            running.hostMounts().stream()
                    .filter(mount -> !isSharedMemory(mount, admitted))
                    .map(mount -> mount(mount, admitted.mounts(), isSpecified(compared)))
                    .flatMap(Optional::stream)
                    .forEach(beyond::add);
        }
        return beyond;
    }

    private static boolean isSpecified(AdmissionCompared compared) {
        return compared.source() == Source.RUNTIME;
    }

    /** What the kernel shows is the node's user; in a user namespace of its own, the container's root is not that. */
    private static Optional<String> user(Isolation running, AdmittedContainer admitted, Source source) {
        if (running.uid() != ROOT) {
            return Optional.empty();
        }
        if (admitted.uid() > ROOT) {
            return Optional.of("root in place of the admitted user " + admitted.uid());
        }
        return admitted.notRoot() && source == Source.RUNTIME
                ? Optional.of("root, and was admitted as another user than root")
                : Optional.empty();
    }

    /** An empty label is a node without AppArmor, or one that gives the default without a word. */
    private static Optional<String> profile(Isolation running, AdmittedContainer admitted) {
        String label = Excess.profile(running.securityLabel());
        boolean confined = !admitted.profile().isEmpty() && !admitted.profile().equals("unconfined");
        if (label.isEmpty() || !confined || admitted.privileged()) {
            return Optional.empty();
        }
        boolean right = admitted.profile().startsWith(LOCAL_PROFILE)
                ? label.equals(admitted.profile().substring(LOCAL_PROFILE.length()))
                : !label.equals("unconfined");
        return right
                ? Optional.empty()
                : Optional.of("the security label " + running.securityLabel() + " in place of the admitted "
                        + admitted.profile());
    }

    private static Optional<String> mount(HostMount running, List<HostMount> admitted, boolean specified) {
        AskedMounts asked =
                specified ? AskedMounts.ofSpecified(running, admitted) : AskedMounts.ofSeen(running, admitted);
        String what = "the node's " + running.source() + " at " + running.target();
        if (asked.isEmpty()) {
            return Optional.of(what + ", which was not admitted");
        }
        // The kernel may name the same piece of the node by another path of the node.
        if (specified && asked.isExchanged(running)) {
            return Optional.of(what + " in place of the admitted "
                    + asked.exact().getFirst().source());
        }
        return asked.isWidened(running) ? Optional.of(what + " to be written, admitted read-only") : Optional.empty();
    }

    /** It comes with the IPC namespace (containerd, internal/cri/server/container_create.go; CRI-O, server/container_create.go). */
    private static boolean isSharedMemory(HostMount mount, AdmittedContainer admitted) {
        return admitted.hostNamespaces().contains(NamespaceKind.IPC)
                && mount.source().equals("/dev/shm")
                && mount.target().equals("/dev/shm");
    }
}
