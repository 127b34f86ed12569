package dev.vedette.policy.podsecurity;

import dev.vedette.policy.podsecurity.JudgedPod.JudgedContainer;
import dev.vedette.policy.podsecurity.PodSecurityCheck.Report;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What keeps containers in: AppArmor, SELinux, the filter of system calls, and what of /proc is masked. */
final class ConfinementChecks {
    private static final Set<String> PROFILES = Set.of("RuntimeDefault", "Localhost");
    private static final String APPARMOR_ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";
    private static final String SECCOMP_OF_POD = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String SECCOMP_OF_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
    static final int SECCOMP_IS_A_FIELD = 19;
    static final int WINDOWS_IS_EXEMPT = 25;
    static final int ENGINE_TYPE_IS_KNOWN = 31;
    static final int OWN_USERS_COUNT = 35;

    private ConfinementChecks() {}

    static void appArmor(JudgedPod pod, PodSecurityVersion version, Report report) {
        for (LocatedNode settings : pod.allSettings()) {
            pod.fields().object(settings, "appArmorProfile").ifPresent(asked -> unlessKnown(pod, asked, report));
        }
        pod.annotations()
                .ifPresent(annotations -> ((LocatedNode.Mapping) annotations)
                        .entries()
                        .forEach((key, entry) -> {
                            if (key.startsWith(APPARMOR_ANNOTATION)
                                    && !isConfining(pod.fields().text(entry.value()))) {
                                report.fails(entry.value(), "Annotation " + key + " asks for no profile of AppArmor.");
                            }
                        }));
    }

    private static boolean isConfining(String annotation) {
        return annotation.isEmpty() || annotation.equals("runtime/default") || annotation.startsWith("localhost/");
    }

    static void seLinux(JudgedPod pod, PodSecurityVersion version, Report report) {
        for (LocatedNode settings : pod.allSettings()) {
            Optional<LocatedNode> options = pod.fields().object(settings, "seLinuxOptions");
            if (options.isEmpty()) {
                continue;
            }
            if (!isContainerType(pod.fields().text(options.get(), "type"), version)) {
                report.fails(
                        options.get().get("type").orElseThrow(),
                        "An SELinux type is asked for that is not a container's.");
            }
            for (String field : List.of("user", "role")) {
                options.get()
                        .get(field)
                        .filter(value -> !pod.fields().text(value).isEmpty())
                        .ifPresent(value -> report.fails(value, "An SELinux " + field + " is asked for."));
            }
        }
    }

    private static boolean isContainerType(String type, PodSecurityVersion version) {
        return switch (type) {
            case "", "container_t", "container_init_t", "container_kvm_t" -> true;
            case "container_engine_t" -> version.isFrom(ENGINE_TYPE_IS_KNOWN);
            default -> false;
        };
    }

    /** From 1.35 on a pod with users of its own may see all of /proc. */
    static void procMount(JudgedPod pod, PodSecurityVersion version, Report report) {
        if (!version.isFrom(OWN_USERS_COUNT) || !pod.hasOwnUsers()) {
            anyProcMount(pod, version, report);
        }
    }

    static void anyProcMount(JudgedPod pod, PodSecurityVersion version, Report report) {
        for (JudgedContainer container : pod.containers()) {
            container
                    .settings()
                    .flatMap(settings -> settings.get("procMount"))
                    .filter(mount -> !pod.fields().text(mount).equals("Default"))
                    .ifPresent(mount -> report.fails(mount, container.label() + " sees what is masked of /proc."));
        }
    }

    static void noUnconfinedCalls(JudgedPod pod, PodSecurityVersion version, Report report) {
        if (version.isFrom(SECCOMP_IS_A_FIELD)) {
            for (LocatedNode settings : pod.allSettings()) {
                pod.fields().object(settings, "seccompProfile").ifPresent(asked -> unlessKnown(pod, asked, report));
            }
        } else {
            pod.annotations().ifPresent(annotations -> seccompAnnotations(pod, annotations, report));
        }
    }

    private static void seccompAnnotations(JudgedPod pod, LocatedNode annotations, Report report) {
        seccompAnnotation(pod, annotations, SECCOMP_OF_POD, report);
        for (JudgedContainer container : pod.containers()) {
            seccompAnnotation(pod, annotations, SECCOMP_OF_CONTAINER + container.name(), report);
        }
    }

    private static void seccompAnnotation(JudgedPod pod, LocatedNode annotations, String key, Report report) {
        annotations
                .get(key)
                .filter(value -> !isFilter(pod.fields().text(value)))
                .ifPresent(value -> report.fails(value, "Annotation " + key + " asks for no filter of system calls."));
    }

    private static boolean isFilter(String annotation) {
        return annotation.equals("runtime/default")
                || annotation.equals("docker/default")
                || annotation.startsWith("localhost/");
    }

    /** The pod has a filter, or each container has; none of them may ask for no filter. */
    static void filteredCalls(JudgedPod pod, PodSecurityVersion version, Report report) {
        if (version.isFrom(WINDOWS_IS_EXEMPT) && pod.isWindows()) {
            return;
        }
        Optional<LocatedNode> ofPod =
                pod.settings().flatMap(settings -> pod.fields().object(settings, "seccompProfile"));
        ofPod.ifPresent(asked -> unlessKnown(pod, asked, report));
        boolean podHas = ofPod.filter(asked -> isKnown(pod, asked)).isPresent();
        for (JudgedContainer container : pod.containers()) {
            Optional<LocatedNode> own =
                    container.settings().flatMap(settings -> pod.fields().object(settings, "seccompProfile"));
            if (own.isPresent()) {
                unlessKnown(pod, own.get(), report);
            } else if (!podHas) {
                report.fails(container.node(), container.label() + " has no filter of system calls.");
            }
        }
    }

    private static void unlessKnown(JudgedPod pod, LocatedNode profile, Report report) {
        if (!isKnown(pod, profile)) {
            report.fails(
                    profile.get("type").orElse(profile), "A profile of a type is asked for that confines nothing.");
        }
    }

    private static boolean isKnown(JudgedPod pod, LocatedNode profile) {
        return PROFILES.contains(pod.fields().text(profile, "type"));
    }
}
