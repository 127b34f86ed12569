package dev.vedette.rules.facts;

import dev.vedette.policy.model.RoleRule;
import dev.vedette.policy.model.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a rule of a role opens beyond its words, as Kubernetes' authorizer reads it (kubernetes, pkg/apis/rbac/v1,
 * evaluation_helpers.go).
 *
 * <p>Roles of {@code kube-system} count as those of the whole cluster: what controls it runs there.
 */
public final class ClusterRights {
    private static final String ALL = "*";
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final Set<String> WORKLOADS = Set.of(
            "deployments", "daemonsets", "statefulsets", "replicasets", "jobs", "cronjobs", "replicationcontrollers");
    private static final Set<String> CHANGES = Set.of("create", "update", "patch");

    /** What there is to open. {@code inNamespace} is null where one namespace alone is its owner's business. */
    private record Right(
            String words,
            Severity everywhere,
            Severity inNamespace,
            Set<String> groups,
            Set<String> resources,
            Set<String> verbs) {}

    private static final List<Right> RIGHTS = List.of(
            new Right(
                    "take on other users, groups or accounts",
                    Severity.HIGH,
                    Severity.MEDIUM,
                    Set.of("", "authentication.k8s.io"),
                    Set.of("users", "groups", "serviceaccounts", "uids"),
                    Set.of("impersonate")),
            new Right(
                    "give rights that it does not have",
                    Severity.HIGH,
                    Severity.MEDIUM,
                    Set.of(RBAC),
                    Set.of("roles", "clusterroles"),
                    Set.of("escalate", "bind")),
            new Right(
                    "reach the kubelets, and by them run programs in every pod",
                    Severity.HIGH,
                    null,
                    Set.of(""),
                    Set.of("nodes/proxy"),
                    Set.of("get", "create", "update", "patch", "delete")),
            new Right(
                    "run programs in pods",
                    Severity.HIGH,
                    null,
                    Set.of(""),
                    Set.of("pods/exec", "pods/attach"),
                    Set.of("get", "create")),
            new Right(
                    "reach the ports of pods past every network policy",
                    Severity.MEDIUM,
                    null,
                    Set.of(""),
                    Set.of("pods/portforward", "pods/proxy", "services/proxy"),
                    Set.of("get", "create")),
            new Right(
                    "put containers into pods that run",
                    Severity.HIGH,
                    null,
                    Set.of(""),
                    Set.of("pods/ephemeralcontainers"),
                    Set.of("update", "patch")),
            new Right(
                    "make tokens of service accounts",
                    Severity.HIGH,
                    Severity.LOW,
                    Set.of(""),
                    Set.of("serviceaccounts/token"),
                    Set.of("create")),
            new Right(
                    "approve or sign certificates",
                    Severity.HIGH,
                    null,
                    Set.of("certificates.k8s.io"),
                    Set.of("certificatesigningrequests/approval", "certificatesigningrequests/status"),
                    Set.of("update", "patch")),
            new Right(
                    "sign certificates in the name of a signer",
                    Severity.MEDIUM,
                    null,
                    Set.of("certificates.k8s.io"),
                    Set.of("signers"),
                    Set.of("approve", "sign")),
            new Right(
                    "answer for a part of the API in the API server's place",
                    Severity.MEDIUM,
                    null,
                    Set.of("apiregistration.k8s.io"),
                    Set.of("apiservices"),
                    CHANGES),
            new Right(
                    "change what every request passes at admission",
                    Severity.MEDIUM,
                    null,
                    Set.of("admissionregistration.k8s.io"),
                    Set.of(
                            "mutatingwebhookconfigurations",
                            "validatingwebhookconfigurations",
                            "validatingadmissionpolicies",
                            "validatingadmissionpolicybindings",
                            "mutatingadmissionpolicies",
                            "mutatingadmissionpolicybindings"),
                    Set.of("create", "update", "patch", "delete", "deletecollection")),
            new Right(
                    "take from namespaces the labels that guard them",
                    Severity.LOW,
                    null,
                    Set.of(""),
                    Set.of("namespaces"),
                    Set.of("update", "patch")),
            new Right(
                    "read Secrets",
                    Severity.MEDIUM,
                    null,
                    Set.of(""),
                    Set.of("secrets"),
                    Set.of("get", "list", "watch")),
            new Right(
                    "make pods with any service account",
                    Severity.MEDIUM,
                    null,
                    Set.of(""),
                    Set.of("pods"),
                    Set.of("create")),
            new Right(
                    "make or change workloads with any service account",
                    Severity.MEDIUM,
                    null,
                    Set.of("", "apps", "batch"),
                    WORKLOADS,
                    CHANGES),
            new Right(
                    "offer folders of nodes as volumes",
                    Severity.LOW,
                    null,
                    Set.of(""),
                    Set.of("persistentvolumes"),
                    Set.of("create")),
            new Right(
                    "remove the record of events",
                    Severity.LOW,
                    null,
                    Set.of("", "events.k8s.io"),
                    Set.of("events"),
                    Set.of("delete", "deletecollection")));

    private static final Right EVERYTHING =
            new Right("do everything", Severity.HIGH, Severity.LOW, Set.of(ALL), Set.of(ALL), Set.of(ALL));

    /** What a wildcard opens grows with the cluster; of one API group all is an operator's usual business. */
    private static final Right WHATEVER_COMES = new Right(
            "do whatever the cluster learns to do next", Severity.LOW, Severity.INFO, Set.of(), Set.of(), Set.of());

    private ClusterRights() {}

    /** Whether the rule opens anything. */
    public static boolean areGiven(RoleRule rule) {
        return !given(rule).isEmpty();
    }

    /** The worst of it; a step more where roles that many have take it over. */
    public static Severity severity(RoleRule rule) {
        Severity worst = given(rule).stream()
                .map(right -> severity(right, rule))
                .max(Comparator.naturalOrder())
                .orElse(Severity.INFO);
        return rule.aggregatedTo().contains("view") && worst.atLeast(Severity.MEDIUM) ? Severity.HIGH : worst;
    }

    /** What it lets be done, in words with a comma between. */
    public static String words(RoleRule rule) {
        return given(rule).stream().map(Right::words).collect(Collectors.joining(", "));
    }

    private static List<Right> given(RoleRule rule) {
        if (isEverything(rule)) {
            return severity(EVERYTHING, rule) == null ? List.of() : List.of(EVERYTHING);
        }
        List<Right> given = RIGHTS.stream()
                .filter(right -> severity(right, rule) != null && gives(rule, right))
                .toList();
        return given.isEmpty() && isOpenEnded(rule) ? List.of(WHATEVER_COMES) : given;
    }

    /** A wildcard in every group, or in every resource and verb of a group of Kubernetes' own. */
    private static boolean isOpenEnded(RoleRule rule) {
        boolean everyGroup = rule.groups().contains(ALL)
                && (rule.resources().contains(ALL) || rule.verbs().contains(ALL));
        boolean everyDeed = rule.resources().contains(ALL)
                && rule.verbs().contains(ALL)
                && rule.groups().stream().anyMatch(ClusterRights::isOfKubernetes);
        return rule.names().isEmpty() && (everyGroup || everyDeed);
    }

    private static boolean isOfKubernetes(String group) {
        return group.indexOf('.') < 0 || group.endsWith(".k8s.io");
    }

    private static Severity severity(Right right, RoleRule rule) {
        boolean everywhere =
                rule.clusterWide() || rule.container().pod().namespace().equals("kube-system");
        return everywhere ? right.everywhere() : right.inNamespace();
    }

    private static boolean isEverything(RoleRule rule) {
        return rule.names().isEmpty()
                && rule.groups().contains(ALL)
                && rule.resources().contains(ALL)
                && rule.verbs().contains(ALL);
    }

    private static boolean gives(RoleRule rule, Right right) {
        return hasAny(rule.verbs(), right.verbs())
                && hasAny(rule.groups(), right.groups())
                && right.resources().stream().anyMatch(resource -> covers(rule.resources(), resource))
                && (rule.names().isEmpty() || namesWhatOpensAll(rule));
    }

    private static boolean hasAny(List<String> given, Set<String> wanted) {
        return given.contains(ALL) || given.stream().anyMatch(wanted::contains);
    }

    /** {@code *} covers sub-resources too, {@code *}{@code /exec} that of each resource. */
    private static boolean covers(List<String> given, String resource) {
        int slash = resource.indexOf('/');
        return given.contains(ALL)
                || given.contains(resource)
                || (slash >= 0 && given.contains(ALL + resource.substring(slash)));
    }

    /** A rule for some objects by name opens little, unless one of them is all that there is. */
    private static boolean namesWhatOpensAll(RoleRule rule) {
        return rule.names().contains("cluster-admin") || rule.names().contains("system:masters");
    }
}
