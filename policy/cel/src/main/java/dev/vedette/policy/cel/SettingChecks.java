package dev.vedette.policy.cel;

import static dev.vedette.policy.cel.Cel.SPEC;
import static dev.vedette.policy.cel.Cel.WINDOWS;
import static dev.vedette.policy.cel.Cel.both;
import static dev.vedette.policy.cel.Cel.eachContainer;
import static dev.vedette.policy.cel.Cel.eachVolume;
import static dev.vedette.policy.cel.Cel.either;
import static dev.vedette.policy.cel.Cel.has;
import static dev.vedette.policy.cel.Cel.list;

import dev.vedette.policy.manifest.ManifestSettings;
import dev.vedette.policy.manifest.VolumePrograms;
import dev.vedette.rules.facts.Sysctls;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rules on what pods are given and may use up. */
final class SettingChecks {
    /** A day, in seconds. */
    private static final int LONG_LIFE = 86_400;

    private static final String LIMITED = "c.?resources.?limits[?r].hasValue()";
    private static final String DISK_LIMITED = "c.?resources.?limits[?'ephemeral-storage'].hasValue()";

    private static final String TAKES_SECRETS = "(c.?env.orValue([]).exists(e, e.?valueFrom.?secretKeyRef.hasValue())"
            + " || c.?envFrom.orValue([]).exists(f, f.?secretRef.hasValue()))";

    private SettingChecks() {}

    /** @param allowedSysctls as the rule on kernel parameters is given them */
    static Map<String, String> all(List<String> allowedSysctls) {
        return Map.of(
                "VDT-1014",
                either(
                        WINDOWS,
                        SPEC + ".?securityContext.?sysctls.orValue([]).all(s, !"
                                + has("s.name", Sysctls.SECOND_ASSIGNMENT)
                                + " && !" + has("s.?value.orValue('').trim()", Sysctls.SECOND_ASSIGNMENT)
                                + " && s.name.replace('/', '.') in " + list(allowedSysctls) + ")"),
                "VDT-1015",
                either(
                        SPEC + ".?hostNetwork.orValue(false)",
                        eachContainer("c.?ports.orValue([]).all(p, p.?hostPort.orValue(0) == 0)")),
                "VDT-1019",
                limits(),
                "VDT-1020",
                tokens(),
                "VDT-1021",
                eachContainer("!" + TAKES_SECRETS),
                "VDT-1022",
                windows(),
                "VDT-1023",
                eachVolume(VolumePrograms.kinds().stream()
                        .sorted()
                        .map(kind -> "!has(v." + kind + ")")
                        .collect(Collectors.joining(" && "))),
                "VDT-1025",
                either("!" + SPEC + ".?shareProcessNamespace.orValue(false)", nothingWorthSeeing()));
    }

    private static String limits() {
        String lasting = "(dyn(" + SPEC + ".containers) + dyn(" + SPEC + ".?initContainers.orValue([])))";
        return both(
                lasting + ".all(c, " + DISK_LIMITED + " && ['cpu', 'memory'].all(r, " + LIMITED + " || " + SPEC
                        + ".?resources.?limits[?r].hasValue()))",
                eachVolume("!has(v.emptyDir) || has(v.emptyDir.sizeLimit)"
                        + " || (v.emptyDir.?medium.orValue('') != 'Memory' && dyn(" + SPEC + ".containers).all(c, "
                        + DISK_LIMITED + "))"));
    }

    private static String tokens() {
        return both(
                "!(" + SPEC + ".?serviceAccountName.orValue('') in ['', 'default']) || !" + SPEC
                        + ".?automountServiceAccountToken.orValue(true)",
                eachVolume("v.?projected.?sources.orValue([]).all(s, s.?serviceAccountToken.?expirationSeconds"
                        + ".orValue(0) <= " + LONG_LIFE + ")"));
    }

    private static String windows() {
        String hostProcess = ".?securityContext.?windowsOptions.?hostProcess.orValue(false)";
        return both(
                "!" + SPEC + hostProcess,
                eachContainer("!c" + hostProcess),
                either(
                        "!" + WINDOWS,
                        eachContainer("c.?volumeMounts.orValue([]).all(m, !"
                                + has("m.?subPath.orValue('')", ManifestSettings.SHELL) + " && !"
                                + has("m.?mountPath.orValue('')", ManifestSettings.SHELL) + ")")));
    }

    private static String nothingWorthSeeing() {
        return both(
                eachVolume("!has(v.secret) && !v.?projected.?sources.orValue([]).exists(s, has(s.secret))"),
                eachContainer("!" + TAKES_SECRETS),
                Cel.eachPower("!p.privileged && !" + IsolationChecks.IS_BEYOND));
    }
}
