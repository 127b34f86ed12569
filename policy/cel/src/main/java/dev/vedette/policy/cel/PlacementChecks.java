package dev.vedette.policy.cel;

import static dev.vedette.policy.cel.Cel.CREATED;
import static dev.vedette.policy.cel.Cel.SPEC;
import static dev.vedette.policy.cel.Cel.both;
import static dev.vedette.policy.cel.Cel.eachContainer;
import static dev.vedette.policy.cel.Cel.eachVolume;
import static dev.vedette.policy.cel.Cel.either;
import static dev.vedette.policy.cel.Cel.has;
import static dev.vedette.policy.cel.Cel.isAll;
import static dev.vedette.policy.cel.Cel.list;

import dev.vedette.policy.manifest.ProbesAndHooks;
import dev.vedette.rules.facts.Placements;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rules on where pods are put, what their probes reach, and what they are made from. */
final class PlacementChecks {
    private static final String NAMESPACE = "object.metadata.?namespace.orValue('')";
    /** Of a pod that runs already, whatever has made it. */
    private static final String MIRRORED = "object.metadata.?annotations[?'kubernetes.io/config.mirror'].hasValue()";

    private static final String NOT_LATEST =
            "(%1$s.trim() == '' || %1$s.matches('@.') || %1$s.trim().startsWith('sha256:')"
                    + " || !%1$s.trim().matches('(?::latest|(?:^|/)[^/:]*)$'))";

    private PlacementChecks() {}

    /** @param systemNamespaces as the rule on placement is given them */
    static Map<String, String> all(List<String> systemNamespaces) {
        return Map.of(
                "VDT-1026",
                either(NAMESPACE + " in " + list(systemNamespaces), asOthers()),
                "VDT-1027",
                eachContainer("[c.?livenessProbe, c.?readinessProbe, c.?startupProbe, c.?lifecycle.?postStart,"
                        + " c.?lifecycle.?preStop].all(h, " + looksAfterItsOwn() + ")"),
                "VDT-1028",
                both(
                        SPEC + ".?hostAliases.orValue([]).all(a, a.?hostnames.orValue([]).size() == 0)",
                        SPEC + ".?dnsConfig.?nameservers.orValue([]).size() == 0"),
                "VDT-1029",
                both(
                        NAMESPACE + " != 'default'",
                        either(
                                "object.kind != 'Pod'",
                                "!(" + CREATED + ")",
                                MIRRORED,
                                "object.metadata.?ownerReferences.orValue([]).size() > 0")),
                "VDT-6002",
                both(
                        eachContainer(NOT_LATEST.formatted("c.?image.orValue('')")),
                        eachVolume(NOT_LATEST.formatted("v.?image.?reference.orValue('')"))));
    }

    private static String asOthers() {
        String selector = SPEC + ".?nodeSelector";
        return both(
                "!" + SPEC + ".?tolerations.orValue([]).exists(t, t.?key.orValue('') == '' && t.?operator.orValue('')"
                        + " == 'Exists')",
                either("!(" + CREATED + ")", MIRRORED, SPEC + ".?nodeName.orValue('') == ''"),
                "!(" + SPEC + ".?priorityClassName.orValue('') in " + list(Placements.CRITICAL) + ")",
                "!" + selector + "[?'node-role.kubernetes.io/control-plane'].hasValue()",
                "!" + selector + "[?'node-role.kubernetes.io/master'].hasValue()");
    }

    private static String looksAfterItsOwn() {
        String deeds = ProbesAndHooks.DEEDS.values().stream()
                .map(deed -> "!" + has("w", deed))
                .sorted()
                .collect(Collectors.joining(" && "));
        return both(
                asksNobody("h.?httpGet.?host.orValue('')"),
                asksNobody("h.?tcpSocket.?host.orValue('')"),
                "[h.?exec.?command.orValue([]).join(' ')].all(w, " + deeds + ")");
    }

    /** The node's loopback is the pod's own where they share a network. */
    private static String asksNobody(String host) {
        return host + " == '' || (" + SPEC + ".?hostNetwork.orValue(false) && " + isAll(host, ProbesAndHooks.LOOPBACK)
                + ")";
    }
}
