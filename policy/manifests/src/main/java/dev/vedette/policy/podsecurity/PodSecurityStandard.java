package dev.vedette.policy.podsecurity;

import static dev.vedette.policy.podsecurity.PodSecurityCheck.baseline;
import static dev.vedette.policy.podsecurity.PodSecurityCheck.restricted;

import dev.vedette.policy.manifest.FieldReader;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A version of the standards at one level: which checks a pod has to pass.
 *
 * <p>Immutable and thread-safe.
 */
public final class PodSecurityStandard {
    private static final List<PodSecurityCheck> ALL = List.of(
            baseline("hostNamespaces", 0, HostChecks::namespaces, "Leave hostNetwork, hostPID and hostIPC out."),
            baseline("privileged", 0, PrivilegeChecks::privileged, "Leave privileged out."),
            baseline("hostPathVolumes", 0, VolumeChecks::hostPaths, "Use another kind of volume than hostPath."),
            baseline("hostPorts", 0, HostChecks::ports, "Leave hostPort out; a Service reaches the pod."),
            baseline(
                    "capabilities_baseline",
                    0,
                    PrivilegeChecks::usualCapabilities,
                    "Take it out of capabilities.add: it is not among those that a container may have by default."),
            baseline(
                    "appArmorProfile",
                    0,
                    ConfinementChecks::appArmor,
                    "Use the type RuntimeDefault or Localhost, or none."),
            baseline("seLinuxOptions", 0, ConfinementChecks::seLinux, "Leave type, user and role of SELinux out."),
            baseline("procMount", 0, ConfinementChecks::procMount, "Leave procMount out."),
            baseline(
                    "seccompProfile_baseline",
                    0,
                    ConfinementChecks::noUnconfinedCalls,
                    "Use RuntimeDefault or a profile of the node's, or none."),
            baseline("sysctls", 0, SysctlCheck::judge, "Take it out of sysctls: this version does not call it safe."),
            baseline("windowsHostProcess", 0, HostChecks::windowsProcess, "Leave hostProcess out."),
            baseline(
                    "hostProbesAndHostLifecycle",
                    34,
                    HostChecks::probes,
                    "Leave host out: then the pod itself is asked."),
            restricted(
                            "restrictedVolumes",
                            0,
                            VolumeChecks::kinds,
                            "Use configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected or"
                                    + " secret.")
                    .overriding("hostPathVolumes"),
            restricted(
                    "allowPrivilegeEscalation",
                    8,
                    PrivilegeChecks::escalation,
                    "Set securityContext.allowPrivilegeEscalation to false."),
            restricted("runAsNonRoot", 0, PrivilegeChecks::nonRoot, "Set securityContext.runAsNonRoot to true."),
            restricted("runAsUser", 23, PrivilegeChecks::rootUser, "Use a runAsUser above 0, or none."),
            restricted(
                            "seccompProfile_restricted",
                            19,
                            ConfinementChecks::filteredCalls,
                            "Set securityContext.seccompProfile.type to RuntimeDefault, for the pod or each container.")
                    .overriding("seccompProfile_baseline"),
            restricted(
                            "capabilities_restricted",
                            22,
                            PrivilegeChecks::fewCapabilities,
                            "Set capabilities.drop to [ALL], and add NET_BIND_SERVICE at most.")
                    .overriding("capabilities_baseline"),
            restricted("procMount_restricted", 35, ConfinementChecks::anyProcMount, "Leave procMount out.")
                    .overriding("procMount"));

    private final PodSecurityVersion version;
    private final List<PodSecurityCheck> checks;

    public PodSecurityStandard(PodSecurityLevel level, PodSecurityVersion version) {
        this.version = version;
        List<PodSecurityCheck> asked = ALL.stream()
                .filter(check -> check.level().compareTo(level) <= 0 && version.isFrom(check.since()))
                .toList();
        Set<String> overridden = asked.stream().map(PodSecurityCheck::overrides).collect(Collectors.toSet());
        checks =
                asked.stream().filter(check -> !overridden.contains(check.id())).toList();
    }

    /** The ids of the checks of all levels and versions. */
    public static Set<String> allChecks() {
        return ALL.stream().map(PodSecurityCheck::id).collect(Collectors.toUnmodifiableSet());
    }

    /** The ids of the checks, in the order in which they are asked. */
    public List<String> checks() {
        return checks.stream().map(PodSecurityCheck::id).toList();
    }

    /** How what each check finds is mended, one sentence by its id, in the order in which they are asked. */
    public Map<String, String> remedies() {
        Map<String, String> remedies = new LinkedHashMap<>();
        checks.forEach(check -> remedies.put(check.id(), check.remedy()));
        return remedies;
    }

    /**
     * Judges a pod.
     *
     * @param template what holds the pod's metadata: the pod itself, or a workload's template
     * @param spec the pod's specification
     * @param fields is told of values of the wrong type, which count as not given
     * @return each field that fails; several may fail one check
     */
    public List<PodSecurityViolation> judge(LocatedNode template, LocatedNode spec, FieldReader fields) {
        JudgedPod pod = new JudgedPod(template, spec, fields);
        List<PodSecurityViolation> violations = new ArrayList<>();
        for (PodSecurityCheck check : checks) {
            check.judgement()
                    .judge(
                            pod,
                            version,
                            (where, message) -> violations.add(new PodSecurityViolation(
                                    check.id(), check.level(), where, message, check.remedy())));
        }
        return violations;
    }
}
