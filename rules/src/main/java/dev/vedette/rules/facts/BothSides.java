package dev.vedette.rules.facts;

import dev.vedette.policy.model.AdmittedContainer;
import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import java.util.ArrayList;
import java.util.List;

/** How a container was admitted and how it runs, in the same words. */
public final class BothSides {
    private BothSides() {}

    /** The admitted side, for people. */
    public static String of(AdmittedContainer admitted) {
        List<String> words = new ArrayList<>();
        words.add(admitted.privileged() ? "privileged" : "capabilities " + admitted.capabilities());
        words.add("the node's namespaces " + Words.namespaces(admitted.hostNamespaces()));
        words.add("seccomp " + seccomp(admitted.seccompMode()));
        words.add("user " + (admitted.uid() < 0 ? "of the image" : Long.toString(admitted.uid())));
        if (admitted.notRoot()) {
            words.add("not root");
        }
        if (admitted.noNewPrivileges()) {
            words.add("no new privileges");
        }
        if (admitted.readOnlyRoot()) {
            words.add("read-only root");
        }
        admitted.mounts().stream().filter(mount -> !mount.source().isEmpty()).forEach(mount -> words.add(of(mount)));
        return String.join("; ", words);
    }

    /** The running side, for people. */
    public static String of(Isolation running) {
        List<String> words = new ArrayList<>();
        words.add(running.privileged() ? "privileged" : "capabilities " + running.capabilities());
        words.add("the node's namespaces " + Words.namespaces(running.hostNamespaces()));
        words.add("seccomp " + seccomp(running.seccompMode()));
        words.add("user " + running.uid());
        if (running.noNewPrivileges()) {
            words.add("no new privileges");
        }
        if (running.readOnlyRoot()) {
            words.add("read-only root");
        }
        running.hostMounts().forEach(mount -> words.add(of(mount)));
        return String.join("; ", words);
    }

    private static String of(HostMount mount) {
        return mount.source() + " at " + mount.target() + (mount.readOnly() ? " read-only" : "");
    }

    private static String seccomp(int mode) {
        return switch (mode) {
            case 0 -> "off";
            case 2 -> "filter";
            default -> "as the node has it";
        };
    }
}
