package dev.vedette.policy.manifest.fix;

import static dev.vedette.policy.manifest.fix.Recipe.leave;
import static dev.vedette.policy.manifest.fix.Recipe.put;
import static dev.vedette.policy.manifest.fix.Recipe.putInContainer;
import static dev.vedette.policy.manifest.fix.Recipe.remove;
import static dev.vedette.policy.manifest.fix.Recipe.removeAt;
import static java.util.Map.entry;

import java.util.Map;

/**
 * What to do about what is found: the checks of the Pod Security Standards by the ids of Kubernetes, the rules by theirs.
 *
 * <p>A truth value that asks for too much is made false rather than taken out, so that its line and comment stay.
 */
final class Recipes {
    private static final String NO_SINGLE_ANSWER = "there is no single right answer for this place";
    private static final Recipe NO_PROC = put("Default");
    private static final Recipe NO_SYSCTL = removeAt(spot ->
            spot.endsWith("name") ? spot.pointer().substring(0, spot.pointer().lastIndexOf('/')) : spot.pointer());
    private static final Recipe NO_ESCALATION = putInContainer("/securityContext/allowPrivilegeEscalation", "false");
    private static final Recipe OTHER_VOLUME =
            leave("decide what takes the volume's place: an emptyDir, a claim, or a CSI driver's volume");
    private static final Recipe OTHER_USER =
            leave("find out which user above 0 the image can run as, and give it as runAsUser");

    private static final Map<String, Recipe> STANDARDS = Map.ofEntries(
            entry("hostNamespaces", put("false")),
            entry("privileged", put("false")),
            entry("hostPathVolumes", OTHER_VOLUME),
            entry("hostPorts", remove()),
            entry("capabilities_baseline", remove()),
            entry("appArmorProfile", Profiles::runtimeDefault),
            entry("seLinuxOptions", remove()),
            entry("procMount", NO_PROC),
            entry("seccompProfile_baseline", Profiles::runtimeDefault),
            entry("sysctls", NO_SYSCTL),
            entry("windowsHostProcess", put("false")),
            entry("hostProbesAndHostLifecycle", remove().notSafe()),
            entry("restrictedVolumes", OTHER_VOLUME),
            entry("allowPrivilegeEscalation", NO_ESCALATION),
            entry("runAsNonRoot", Users::notRoot),
            entry("runAsUser", OTHER_USER),
            entry("seccompProfile_restricted", Profiles::filteredCalls),
            entry(
                    "capabilities_restricted",
                    remove().whenNot(spot -> !Capabilities.isAdded(spot), Capabilities::dropAll)),
            entry("procMount_restricted", NO_PROC));

    private static final Map<String, Recipe> RULES = Map.ofEntries(
            entry(
                    "VDT-1001",
                    put("false")
                            .when(
                                    spot -> spot.endsWith("privileged"),
                                    "decide which of its capabilities it needs; the rest can go")),
            entry("VDT-1002", put("false")),
            entry("VDT-1003", put("false")),
            entry("VDT-1004", put("false")),
            entry("VDT-1005", leave("hostUsers: false needs a runtime and a file system that know it: try it")),
            entry("VDT-1006", remove().when(Capabilities::isAdded, NO_SINGLE_ANSWER)),
            entry("VDT-1007", OTHER_VOLUME),
            entry("VDT-1008", leave("decide how it does without the runtime's socket, or except it in a policy")),
            entry("VDT-1009", put("RuntimeDefault").when(spot -> spot.endsWith("type"), NO_SINGLE_ANSWER)),
            entry(
                    "VDT-1010",
                    remove().whenNot(spot -> spot.endsWith("appArmorProfile/type"), Profiles::runtimeDefault)),
            entry("VDT-1011", NO_PROC.when(spot -> spot.endsWith("procMount"), NO_SINGLE_ANSWER)),
            entry("VDT-1012", OTHER_USER),
            entry("VDT-1013", NO_ESCALATION),
            entry("VDT-1014", NO_SYSCTL),
            entry("VDT-1015", remove()),
            entry(
                    "VDT-1016",
                    putInContainer("/securityContext/readOnlyRootFilesystem", "true")
                            .notSafe()),
            entry("VDT-1018", ((Recipe) Capabilities::dropAll).notSafe()),
            entry("VDT-1019", leave("measure what it takes, and give it limits")),
            entry(
                    "VDT-1020",
                    ((Recipe) Tokens::notMounted)
                            .when(
                                    spot -> !spot.endsWith("expirationSeconds"),
                                    "decide how long its token has to hold; 3600 is the usual")),
            entry(
                    "VDT-1021",
                    leave("make it a Secret that the container takes it from, and change it: it has been seen")),
            entry("VDT-1022", put("false").when(spot -> spot.endsWith("hostProcess"), NO_SINGLE_ANSWER)),
            entry("VDT-1025", leave("decide whether its containers have to see each other's processes")),
            entry("VDT-1030", leave("decide which rights whoever has the role really needs")));

    private Recipes() {}

    static Advice advise(Issue issue, Spot spot) {
        Recipe recipe = STANDARDS.getOrDefault(issue.rule(), RULES.get(issue.rule()));
        return recipe == null
                ? new Advice.Leave("somebody has to decide: vedette explain " + issue.rule())
                : recipe.advise(spot);
    }
}
