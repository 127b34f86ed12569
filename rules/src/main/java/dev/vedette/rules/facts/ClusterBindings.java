package dev.vedette.rules.facts;

import dev.vedette.policy.model.RoleBound;
import dev.vedette.policy.model.RoleBound.Subject;
import dev.vedette.policy.model.Severity;
import java.util.Set;

/** Who is given a role of Kubernetes, where that opens the cluster whatever the role's rules are. */
public enum ClusterBindings {
    /** Nothing that a binding alone shows. */
    NONE(""),
    /** Whoever reaches the API server. */
    TO_ANYBODY("whoever reaches the API server, without proving who they are,"),
    /** All who have an account, or all programs. */
    TO_ALL("everybody who is known to the cluster"),
    ADMINISTRATOR("it"),
    /** The group that the API server lets do everything, whatever roles say; nobody can take that back. */
    TO_MASTERS("the group that may do everything without any role"),
    /** The account that each pod of the namespace has that names none. */
    TO_DEFAULT_ACCOUNT("every pod of the namespace that names no service account");

    private static final Set<String> ANYBODY = Set.of("system:anonymous", "system:unauthenticated");
    private static final Set<String> ALL = Set.of("system:authenticated", "system:serviceaccounts");

    private static final String MASTERS = "system:masters";

    private final String words;

    ClusterBindings(String words) {
        this.words = words;
    }

    public static ClusterBindings of(RoleBound bound) {
        if (bound.subject() != Subject.SERVICE_ACCOUNT && ANYBODY.contains(bound.name())) {
            return TO_ANYBODY;
        }
        if (bound.subject() == Subject.GROUP && ALL.contains(bound.name())) {
            return TO_ALL;
        }
        if (bound.subject() == Subject.GROUP && bound.name().equals(MASTERS)) {
            return isKubernetesOwn(bound) ? NONE : TO_MASTERS;
        }
        if (bound.role().equals("cluster-admin")) {
            return ADMINISTRATOR;
        }
        return bound.subject() == Subject.SERVICE_ACCOUNT && bound.name().equals("default") ? TO_DEFAULT_ACCOUNT : NONE;
    }

    public static Severity severity(RoleBound bound) {
        boolean everywhere =
                bound.clusterWide() || bound.container().pod().namespace().equals("kube-system");
        return switch (of(bound)) {
            case TO_ANYBODY -> Severity.HIGH;
            case TO_ALL -> bound.role().equals("cluster-admin") ? Severity.HIGH : Severity.MEDIUM;
            case ADMINISTRATOR -> everywhere ? Severity.HIGH : Severity.LOW;
            case TO_MASTERS -> Severity.LOW;
            case TO_DEFAULT_ACCOUNT -> bound.clusterWide() ? Severity.MEDIUM : Severity.LOW;
            case NONE -> Severity.INFO;
        };
    }

    /** The API server makes the binding {@code cluster-admin} at each of its starts. */
    private static boolean isKubernetesOwn(RoleBound bound) {
        return bound.clusterWide()
                && bound.role().equals("cluster-admin")
                && bound.container().pod().name().equals("cluster-admin");
    }

    /** Who it is, as people call them. */
    public static String subject(RoleBound bound) {
        return switch (bound.subject()) {
            case USER -> "the user " + bound.name();
            case GROUP -> "the group " + bound.name();
            case SERVICE_ACCOUNT -> "the service account " + bound.namespace() + "/" + bound.name();
        };
    }

    public static String sentence(RoleBound bound) {
        String where = bound.clusterWide() ? " in the whole cluster" : " in one namespace";
        ClusterBindings what = of(bound);
        String who = what == ADMINISTRATOR ? "" : ": " + what.words + " has it then";
        return "The role " + bound.role() + " is given to " + subject(bound) + where + who + ".";
    }
}
