package dev.vedette.policy.podsecurity;

import dev.vedette.policy.manifest.FieldReader;
import dev.vedette.policy.podsecurity.JudgedPod.JudgedContainer;
import dev.vedette.policy.podsecurity.PodSecurityCheck.Report;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.Optional;
import java.util.Set;

/** Whom containers run as, and what that one may do. */
final class PrivilegeChecks {
    private static final int OWN_USERS_COUNT = 35;
    private static final int WINDOWS_IS_EXEMPT = 25;
    static final Set<String> USUAL_CAPABILITIES = Set.of(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT");

    private PrivilegeChecks() {}

    static void privileged(JudgedPod pod, PodSecurityVersion version, Report report) {
        for (JudgedContainer container : pod.containers()) {
            container
                    .settings()
                    .filter(settings -> pod.fields().isTrue(settings, "privileged"))
                    .ifPresent(settings -> report.fails(
                            settings.get("privileged").orElseThrow(), container.label() + " is privileged."));
        }
    }

    static void usualCapabilities(JudgedPod pod, PodSecurityVersion version, Report report) {
        for (JudgedContainer container : pod.containers()) {
            added(pod.fields(), container, USUAL_CAPABILITIES, report);
        }
    }

    static void fewCapabilities(JudgedPod pod, PodSecurityVersion version, Report report) {
        if (isExempt(pod, version)) {
            return;
        }
        for (JudgedContainer container : pod.containers()) {
            added(pod.fields(), container, Set.of("NET_BIND_SERVICE"), report);
            Optional<LocatedNode> capabilities =
                    container.settings().flatMap(settings -> pod.fields().object(settings, "capabilities"));
            boolean dropsAll = capabilities
                    .filter(found -> pod.fields().list(found, "drop").stream()
                            .anyMatch(name -> pod.fields().text(name).equals("ALL")))
                    .isPresent();
            if (!dropsAll) {
                report.fails(
                        capabilities.orElse(container.node()), container.label() + " does not drop ALL capabilities.");
            }
        }
    }

    private static void added(FieldReader fields, JudgedContainer container, Set<String> allowed, Report report) {
        container.settings().flatMap(settings -> fields.object(settings, "capabilities")).stream()
                .flatMap(capabilities -> fields.list(capabilities, "add").stream())
                .filter(name -> !allowed.contains(fields.text(name)))
                .forEach(name ->
                        report.fails(name, container.label() + " is given the capability " + fields.text(name) + "."));
    }

    static void escalation(JudgedPod pod, PodSecurityVersion version, Report report) {
        if (isExempt(pod, version)) {
            return;
        }
        for (JudgedContainer container : pod.containers()) {
            if (container
                    .settings()
                    .flatMap(s -> pod.fields().truth(s, "allowPrivilegeEscalation"))
                    .orElse(true)) {
                report.fails(
                        place(container, "allowPrivilegeEscalation"),
                        container.label() + " may gain privileges that its start did not have.");
            }
        }
    }

    /** A pod that says false fails, whatever its containers say. */
    static void nonRoot(JudgedPod pod, PodSecurityVersion version, Report report) {
        if (mayBeRoot(pod, version)) {
            return;
        }
        Optional<Boolean> ofPod =
                pod.settings().flatMap(settings -> pod.fields().truth(settings, "runAsNonRoot"));
        if (ofPod.equals(Optional.of(false))) {
            report.fails(
                    pod.settings().flatMap(s -> s.get("runAsNonRoot")).orElseThrow(),
                    "The pod has runAsNonRoot: false.");
        }
        for (JudgedContainer container : pod.containers()) {
            Optional<Boolean> own =
                    container.settings().flatMap(s -> pod.fields().truth(s, "runAsNonRoot"));
            if (!own.or(() -> ofPod).orElse(false)) {
                report.fails(
                        place(container, "runAsNonRoot"),
                        container.label() + " is not made to run as another user than root.");
            }
        }
    }

    static void rootUser(JudgedPod pod, PodSecurityVersion version, Report report) {
        if (mayBeRoot(pod, version)) {
            return;
        }
        for (LocatedNode settings : pod.allSettings()) {
            if (pod.fields().number(settings, "runAsUser").orElse(1L) == 0) {
                report.fails(settings.get("runAsUser").orElseThrow(), "It runs as user 0, which is root.");
            }
        }
    }

    private static boolean mayBeRoot(JudgedPod pod, PodSecurityVersion version) {
        return version.isFrom(OWN_USERS_COUNT) && pod.hasOwnUsers();
    }

    private static boolean isExempt(JudgedPod pod, PodSecurityVersion version) {
        return version.isFrom(WINDOWS_IS_EXEMPT) && pod.isWindows();
    }

    /** The field, or where it is missing. */
    private static LocatedNode place(JudgedContainer container, String field) {
        return container.settings().flatMap(settings -> settings.get(field)).orElse(container.node());
    }
}
