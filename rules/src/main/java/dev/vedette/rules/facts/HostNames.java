package dev.vedette.rules.facts;

import dev.vedette.policy.model.ContainerSetting;
import dev.vedette.policy.model.Severity;
import java.util.regex.Pattern;

/** Names that a pod knows other addresses for than everybody else. */
public final class HostNames {
    /** Whom programs ask for rights, names, images or credentials. */
    private static final Pattern TRUSTED = Pattern.compile("(?i)kubernetes(\\.default.*)?|.*\\.svc(\\.cluster\\.local)?"
            + "|metadata\\..*|(.*\\.)?(docker\\.io|gcr\\.io|ghcr\\.io|quay\\.io|k8s\\.io|amazonaws\\.com|googleapis\\.com"
            + "|azure\\.com|windows\\.net|github\\.com|gitlab\\.com|pypi\\.org|npmjs\\.org)");

    /** What a manifest gives an address for where it means every name, by a name server of its own. */
    private static final String EVERY_NAME = "*";

    private HostNames() {}

    public static String sentence(ContainerSetting alias) {
        String value = Words.shortened(alias.value());
        return alias.name().equals(EVERY_NAME)
                ? "The pod asks the name server " + value + " for every name, beside the cluster's or in their place."
                : "For the pod the name " + Words.shortened(alias.name()) + " means " + value
                        + ", whatever name servers say.";
    }

    public static Severity severity(ContainerSetting alias) {
        return TRUSTED.matcher(alias.name()).matches() ? Severity.MEDIUM : Severity.INFO;
    }
}
