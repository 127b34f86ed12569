package dev.vedette.rules.facts;

import dev.vedette.policy.model.AccessRequested;
import dev.vedette.policy.model.AccessRequested.Way;
import dev.vedette.policy.model.Severity;

/** Ways into pods, services and nodes that somebody asked the API server for. */
public final class AskedWays {
    private static final String WORKLOAD = "system:serviceaccount:";
    private static final String NODE = "system:node:";

    private AskedWays() {}

    /**
     * How bad it is. A person's work is worth knowing; a workload's token in use for it is worth a look, and one that asks
     * for a terminal is in somebody's hands. Nobody without a name, and no kubelet, has any business with it.
     */
    public static Severity severity(AccessRequested request) {
        String user = request.user();
        if (user.equals("system:anonymous") || request.groups().contains("system:unauthenticated")) {
            return Severity.CRITICAL;
        }
        if (user.startsWith(NODE) || (user.startsWith(WORKLOAD) && isInteractive(request))) {
            return Severity.HIGH;
        }
        boolean sensitive = request.way() == Way.NODE_PROXY
                || request.container().pod().namespace().equals("kube-system");
        return user.startsWith(WORKLOAD) || sensitive ? Severity.MEDIUM : Severity.LOW;
    }

    private static boolean isInteractive(AccessRequested request) {
        return request.terminal() || request.way() == Way.ATTACH || request.way() == Way.EPHEMERAL_CONTAINER;
    }

    /** Who asked for what, a sentence. */
    public static String sentence(AccessRequested request) {
        String detail = request.detail().isEmpty() ? "" : " (" + Words.shortened(request.detail()) + ")";
        return Words.shortened(request.user()) + " was let " + words(request) + detail + " by the API server.";
    }

    private static String words(AccessRequested request) {
        return switch (request.way()) {
            case EXEC -> request.terminal() ? "run a program with a terminal in the pod" : "run a program in the pod";
            case ATTACH -> "attach to the container's streams";
            case PORT_FORWARD -> "reach the pod's ports";
            case EPHEMERAL_CONTAINER -> "put a container into the pod";
            case POD_PROXY -> "reach the pod through the API server";
            case SERVICE_PROXY -> "reach the service through the API server";
            case NODE_PROXY -> "reach the kubelet of the node";
        };
    }
}
