package dev.vedette.rules.facts;

import dev.vedette.policy.model.ContainerSetting;
import dev.vedette.policy.model.Severity;
import java.util.regex.Pattern;

/** Users and groups that a manifest chooses, and what these are on the node and its volumes. */
public final class Identities {
    /** People and services of a node have smaller numbers (login.defs, systemd's table of UIDs and GIDs). */
    public static final long FIRST_OF_NOBODY = 10_000;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    public static final Pattern WINDOWS_ADMINISTRATOR =
            Pattern.compile("(?i)(\\S+[/\\\\])?containeradministrator|(nt authority[/\\\\])?system|administrator");

    private Identities() {}

    /** Whether others on the node are, or may be, the same to its kernel. User 0 is told as isolation. */
    public static boolean isShared(ContainerSetting identity) {
        return switch (identity.name()) {
            case "runAsUserName" ->
                WINDOWS_ADMINISTRATOR.matcher(identity.value()).matches();
            case "runAsUser" -> number(identity) > 0 && number(identity) < FIRST_OF_NOBODY;
            case "runAsGroup" -> number(identity) >= 0 && number(identity) < FIRST_OF_NOBODY;
            case "supplementalGroupsPolicy" -> true;
            default -> number(identity) == 0;
        };
    }

    public static Severity severity(ContainerSetting identity) {
        return identity.name().equals("runAsUserName") ? Severity.LOW : Severity.INFO;
    }

    public static String sentence(ContainerSetting identity) {
        String value = Words.shortened(identity.value());
        return switch (identity.name()) {
            case "runAsUserName" -> "The container runs as " + value + ", which may change all of its Windows system.";
            case "supplementalGroupsPolicy" ->
                "The image may add groups of its own to those that the manifest gives, as its /etc/group says.";
            case "runAsUser" ->
                "The container runs as user " + value + ", a number that people and services of the node have too.";
            default ->
                number(identity) == 0
                        ? "The container has the group 0 by " + identity.name() + ", which is root's on the node."
                        : "The container has the group " + value
                                + ", a number that people and services of the node have too.";
        };
    }

    private static long number(ContainerSetting identity) {
        return NUMBER.matcher(identity.value()).matches() ? Long.parseLong(identity.value()) : -1;
    }
}
