package dev.vedette.rules.facts;

import dev.vedette.policy.model.ClusterSetting;
import dev.vedette.policy.model.Severity;
import java.util.regex.Pattern;

/** Ways into the cluster that a Service, an Ingress or a Gateway opens. */
public final class Exposures {
    /** Names by which a proxy in the cluster would be sent to itself, its node or the API server. */
    private static final Pattern INWARD = Pattern.compile(
            "(?i)localhost|127\\..*|169\\.254\\..*|metadata\\..*|kubernetes(\\.default.*)?|0\\.0\\.0\\.0");

    private Exposures() {}

    public static Severity severity(ClusterSetting exposure) {
        return switch (exposure.name()) {
            case "snippet" -> Severity.HIGH;
            case "externalIPs" -> Severity.MEDIUM;
            case "externalName" -> INWARD.matcher(exposure.value()).matches() ? Severity.MEDIUM : Severity.INFO;
            case "tls", "routes" -> Severity.LOW;
            case "type" -> exposure.value().equals("NodePort") ? Severity.LOW : Severity.INFO;
            default -> Severity.INFO;
        };
    }

    public static String sentence(ClusterSetting exposure) {
        String value = Words.shortened(exposure.value());
        return switch (exposure.name()) {
            case "snippet" ->
                "The annotation " + value
                        + " becomes a part of the proxy's own configuration: who writes it has the proxy's secrets.";
            case "externalIPs" ->
                "The Service takes the traffic that others in the cluster send to " + value
                        + ", whosever address that is.";
            case "externalName" ->
                "The Service sends those who ask for it to " + value + ", past network policies on pods.";
            case "tls" ->
                value.isEmpty()
                        ? "The Ingress offers its services without encryption."
                        : "The Gateway offers its services without encryption, by " + value + " alone.";
            case "routes" ->
                "The Gateway takes routes of every namespace: whoever may make one can take names of this listener.";
            case "host" ->
                value.isEmpty()
                        ? "The Ingress takes requests for every host's name."
                        : "The Ingress takes requests for all names of " + value + ", also those of others.";
            default ->
                value.equals("NodePort")
                        ? "The Service opens a port on every node of the cluster."
                        : "The Service is open to every address that reaches the cloud's load balancer.";
        };
    }
}
