package dev.vedette.policy.cel;

import static dev.vedette.policy.cel.Cel.OWN_USERS;
import static dev.vedette.policy.cel.Cel.SPEC;
import static dev.vedette.policy.cel.Cel.WINDOWS;
import static dev.vedette.policy.cel.Cel.both;
import static dev.vedette.policy.cel.Cel.eachContainer;
import static dev.vedette.policy.cel.Cel.eachPower;
import static dev.vedette.policy.cel.Cel.either;
import static dev.vedette.policy.cel.Cel.inherited;
import static dev.vedette.policy.cel.Cel.isAll;
import static dev.vedette.policy.cel.Cel.list;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.rules.facts.Capabilities;
import dev.vedette.rules.facts.Identities;
import dev.vedette.rules.facts.Postures;
import dev.vedette.rules.facts.SecurityModules;
import java.util.Map;

/** Rules on privileges, namespaces, capabilities, profiles and users, each true of what it finds nothing in. */
final class IsolationChecks {
    private static final CapabilitySet ADDED = CapabilitySet.ALL.minus(CapabilitySet.RUNTIME_DEFAULT);
    private static final CapabilitySet WIDE = CapabilitySet.RUNTIME_DEFAULT.minus(Postures.SMALLEST_DEFAULT);

    private static final String HAS_ADDED = "!(x in p.drop) && (x in p.add || ('ALL' in p.add && !('ALL' in p.drop)))";
    private static final String IS_UNLIMITED =
            "(p.unfiltered && " + list(Capabilities.TAKE_OVER.names()) + ".all(x, " + HAS_ADDED + "))";

    /** Whether a container, {@code p}, has what no runtime gives by default. */
    static final String IS_BEYOND = list(ADDED.names()) + ".exists(x, " + HAS_ADDED + ")";

    private static final String PRIVILEGED = "c.?securityContext.?privileged.orValue(false)";

    private IsolationChecks() {}

    static Map<String, String> all() {
        return Map.ofEntries(
                Map.entry("VDT-1001", either(WINDOWS, eachPower("!p.privileged && !" + IS_UNLIMITED))),
                Map.entry("VDT-1002", notShared("hostPID")),
                Map.entry("VDT-1003", notShared("hostNetwork")),
                Map.entry(
                        "VDT-1005",
                        either(WINDOWS, OWN_USERS, eachPower("p.privileged || p.uid > 0 || !" + IS_BEYOND))),
                Map.entry(
                        "VDT-1006",
                        either(WINDOWS, eachPower("p.privileged || " + IS_UNLIMITED + " || !" + IS_BEYOND))),
                Map.entry(
                        "VDT-1009",
                        either(
                                WINDOWS,
                                eachContainer(PRIVILEGED + " || " + inherited("seccompProfile")
                                        + ".?type.orValue('') != 'Unconfined'"))),
                Map.entry("VDT-1010", either(WINDOWS, eachContainer(PRIVILEGED + " || (" + confined() + ")"))),
                Map.entry(
                        "VDT-1011",
                        either(WINDOWS, eachContainer("c.?securityContext.?procMount.orValue('') != 'Unmasked'"))),
                Map.entry(
                        "VDT-1012",
                        both(either(WINDOWS, OWN_USERS, eachPower("p.uid != 0")), nobodysNumbers(), nobodysGroups())),
                Map.entry(
                        "VDT-1013",
                        either(WINDOWS, eachContainer("!c.?securityContext.?allowPrivilegeEscalation.orValue(true)"))),
                Map.entry(
                        "VDT-1016",
                        either(WINDOWS, eachContainer("c.?securityContext.?readOnlyRootFilesystem.orValue(false)"))),
                Map.entry(
                        "VDT-1018",
                        either(
                                WINDOWS,
                                eachPower(list(WIDE.names())
                                        + ".all(x, x in p.drop || ('ALL' in p.drop && !(x in p.add)))"))));
    }

    static String notShared(String field) {
        return either(WINDOWS, "!" + SPEC + ".?" + field + ".orValue(false)");
    }

    private static String confined() {
        String selinux = inherited("seLinuxOptions");
        return both(
                inherited("appArmorProfile") + ".?type.orValue('') != 'Unconfined'",
                selinux + ".?type.orValue('') in " + list(SecurityModules.CONTAINERS_TYPES),
                selinux + ".?user.orValue('') == ''",
                selinux + ".?role.orValue('') == ''");
    }

    private static String nobodysNumbers() {
        String user = inherited("runAsUser") + ".orValue(0)";
        String group = inherited("runAsGroup") + ".orValue(-1)";
        String first = Long.toString(Identities.FIRST_OF_NOBODY);
        return eachContainer(both(
                user + " <= 0 || " + user + " >= " + first,
                group + " < 0 || " + group + " >= " + first,
                "c.?securityContext.?windowsOptions.?runAsUserName.or(" + SPEC
                        + ".?securityContext.?windowsOptions.?runAsUserName).optMap(n, !"
                        + isAll("n", Identities.WINDOWS_ADMINISTRATOR) + ").orValue(true)"));
    }

    private static String nobodysGroups() {
        String pod = SPEC + ".?securityContext";
        String groups = pod + ".?supplementalGroups.orValue([])";
        return both(
                pod + ".?fsGroup.orValue(1) != 0",
                groups + ".all(g, g != 0)",
                "(" + groups + ".size() == 0 && !" + pod + ".?runAsGroup.hasValue()) || " + pod
                        + ".?supplementalGroupsPolicy.orValue('') == 'Strict'");
    }
}
