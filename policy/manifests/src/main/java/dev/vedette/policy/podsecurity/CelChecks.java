package dev.vedette.policy.podsecurity;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Each check of the standards as a CEL expression that is true of a pod that passes.
 *
 * <p>They speak of {@code variables.template}, which has the pod's metadata and specification, of {@code variables.spec} and of
 * {@code variables.containers}, which are all of them. Fields that may be absent are reached by CEL's optional values, which
 * Kubernetes has since 1.29 (source: k8s.io/apiserver, pkg/cel/environment/base.go).
 */
final class CelChecks {
    private static final String SPEC = "variables.spec";
    private static final String ANNOTATIONS = "variables.template.?metadata.?annotations";
    private static final String OWN_USERS = "!" + SPEC + ".?hostUsers.orValue(true)";
    private static final String WINDOWS = SPEC + ".?os.?name.orValue('') == 'windows'";
    private static final String PROFILES = "['RuntimeDefault', 'Localhost']";

    private final PodSecurityVersion version;

    CelChecks(PodSecurityVersion version) {
        this.version = version;
    }

    /** @throws IllegalArgumentException if there is no check of this id */
    String expression(String check) {
        return switch (check) {
            case "hostNamespaces" -> all(HostChecks.NAMESPACES, " && ", "!" + SPEC + ".?%s.orValue(false)");
            case "privileged" -> eachContainer("!c.?securityContext.?privileged.orValue(false)");
            case "hostPathVolumes" -> SPEC + ".?volumes.orValue([]).all(v, !has(v.hostPath))";
            case "hostPorts" -> eachContainer("c.?ports.orValue([]).all(p, p.?hostPort.orValue(0) == 0)");
            case "capabilities_baseline" -> eachContainer(added(PrivilegeChecks.USUAL_CAPABILITIES));
            case "appArmorProfile" -> everySetting("appArmorProfile", knownProfile()) + " && " + appArmorAnnotations();
            case "seLinuxOptions" -> everySetting("seLinuxOptions", seLinux());
            case "procMount" -> unless(ConfinementChecks.OWN_USERS_COUNT, OWN_USERS, procMount());
            case "procMount_restricted" -> procMount();
            case "seccompProfile_baseline" ->
                version.isFrom(ConfinementChecks.SECCOMP_IS_A_FIELD)
                        ? everySetting("seccompProfile", knownProfile())
                        : seccompAnnotations();
            case "seccompProfile_restricted" -> unless(ConfinementChecks.WINDOWS_IS_EXEMPT, WINDOWS, filtered());
            case "sysctls" ->
                SPEC + ".?securityContext.?sysctls.orValue([]).all(s, s.name in " + quoted(sysctls()) + ")";
            case "windowsHostProcess" -> everySetting("windowsOptions", "!o.?hostProcess.orValue(false)");
            case "hostProbesAndHostLifecycle" -> eachContainer(handlers());
            // One without any kind is an emptyDir by the time that it is judged.
            case "restrictedVolumes" ->
                SPEC + ".?volumes.orValue([]).all(v, " + all(VolumeChecks.ALLOWED, " || ", "has(v.%s)") + ")";
            case "allowPrivilegeEscalation" ->
                unless(
                        ConfinementChecks.WINDOWS_IS_EXEMPT,
                        WINDOWS,
                        eachContainer("!c.?securityContext.?allowPrivilegeEscalation.orValue(true)"));
            case "runAsNonRoot" -> unless(ConfinementChecks.OWN_USERS_COUNT, OWN_USERS, nonRoot());
            case "runAsUser" ->
                unless(
                        ConfinementChecks.OWN_USERS_COUNT,
                        OWN_USERS,
                        SPEC + ".?securityContext.?runAsUser.orValue(1) != 0 && "
                                + eachContainer("c.?securityContext.?runAsUser.orValue(1) != 0"));
            case "capabilities_restricted" ->
                unless(
                        ConfinementChecks.WINDOWS_IS_EXEMPT,
                        WINDOWS,
                        eachContainer(added(Set.of("NET_BIND_SERVICE"))
                                + " && 'ALL' in c.?securityContext.?capabilities.?drop.orValue([])"));
            default -> throw new IllegalArgumentException("there is no check " + check);
        };
    }

    private String unless(int since, String exemption, String expression) {
        return version.isFrom(since) ? exemption + " || (" + expression + ")" : expression;
    }

    private static String eachContainer(String expression) {
        return "variables.containers.all(c, " + expression + ")";
    }

    /** What a field of the security context holds, {@code o}, of the pod and of each container that has it. */
    private static String everySetting(String field, String expression) {
        String given = ".?securityContext.?" + field + ".optMap(o, " + expression + ").orValue(true)";
        return SPEC + given + " && " + eachContainer("c" + given);
    }

    private static String knownProfile() {
        return "o.?type.orValue('') in " + PROFILES;
    }

    private static String added(Collection<String> allowed) {
        return "c.?securityContext.?capabilities.?add.orValue([]).all(a, a in " + quoted(allowed) + ")";
    }

    private static String appArmorAnnotations() {
        String value = "variables.template.metadata.annotations[k]";
        return ANNOTATIONS + ".orValue({}).all(k, !k.startsWith('container.apparmor.security.beta.kubernetes.io/') || "
                + value + " in ['', 'runtime/default'] || " + value + ".startsWith('localhost/'))";
    }

    private String seLinux() {
        String engine = version.isFrom(ConfinementChecks.ENGINE_TYPE_IS_KNOWN) ? ", 'container_engine_t'" : "";
        return "o.?type.orValue('') in ['', 'container_t', 'container_init_t', 'container_kvm_t'" + engine + "]"
                + " && o.?user.orValue('') == '' && o.?role.orValue('') == ''";
    }

    private static String procMount() {
        return eachContainer("c.?securityContext.?procMount.orValue('Default') == 'Default'");
    }

    private static String seccompAnnotations() {
        return seccompAnnotation("'seccomp.security.alpha.kubernetes.io/pod'") + " && "
                + eachContainer(
                        seccompAnnotation("'container.seccomp.security.alpha.kubernetes.io/' + c.?name.orValue('')"));
    }

    private static String seccompAnnotation(String key) {
        return ANNOTATIONS + "[?" + key + "].optMap(o, o in ['runtime/default', 'docker/default']"
                + " || o.startsWith('localhost/')).orValue(true)";
    }

    private static String filtered() {
        String ofPod = SPEC + ".?securityContext.?seccompProfile";
        return ofPod + ".optMap(o, " + knownProfile() + ").orValue(true) && "
                + eachContainer("c.?securityContext.?seccompProfile.optMap(o, " + knownProfile() + ").orValue(" + ofPod
                        + ".hasValue())");
    }

    private static String nonRoot() {
        String ofPod = SPEC + ".?securityContext.?runAsNonRoot.orValue(%s)";
        return ofPod.formatted(true) + " && "
                + eachContainer("c.?securityContext.?runAsNonRoot.orValue(" + ofPod.formatted(false) + ")");
    }

    private static String handlers() {
        return "[c.?livenessProbe, c.?readinessProbe, c.?startupProbe, c.?lifecycle.?postStart, c.?lifecycle.?preStop]"
                + ".all(h, h.?httpGet.?host.orValue('') == '' && h.?tcpSocket.?host.orValue('') == '')";
    }

    private List<String> sysctls() {
        return SysctlCheck.ALLOWED.entrySet().stream()
                .filter(known -> version.isFrom(known.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String all(Collection<String> names, String joint, String form) {
        return names.stream().sorted().map(form::formatted).collect(Collectors.joining(joint));
    }

    private static String quoted(Collection<String> texts) {
        return texts.stream().sorted().map(text -> "'" + text + "'").collect(Collectors.joining(", ", "[", "]"));
    }
}
