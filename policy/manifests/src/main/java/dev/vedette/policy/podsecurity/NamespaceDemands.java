package dev.vedette.policy.podsecurity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a namespace demands of its pods by its labels, {@code pod-security.kubernetes.io/…}. Source:
 * k8s.io/pod-security-admission, api/helpers.go, PolicyToEvaluate.
 *
 * <p>A level to enforce that cannot be read counts as restricted, one to warn of or to audit as privileged, and a version as
 * the newest. Where the labels name a level to enforce and none to warn of, the first is warned of too if it is the stricter
 * one, so that whoever writes a Deployment hears of what its pods will meet.
 *
 * @param enforce what a pod must meet to be let in
 * @param warn what whoever asks is warned of
 * @param audit what the audit log is told of
 * @param problems labels that cannot be read, one sentence each
 */
public record NamespaceDemands(
        PodSecurityDemand enforce, PodSecurityDemand warn, PodSecurityDemand audit, List<String> problems) {
    private static final String PREFIX = "pod-security.kubernetes.io/";
    private static final Pattern VERSION = Pattern.compile("latest|v1\\.(0|[1-9][0-9]*)");
    /** Longer numbers are above the newest. */
    private static final int MOST_DIGITS = "v1.999999".length();

    /** Nothing is demanded. */
    public static final NamespaceDemands NONE =
            new NamespaceDemands(PodSecurityDemand.NONE, PodSecurityDemand.NONE, PodSecurityDemand.NONE, List.of());

    public NamespaceDemands {
        Objects.requireNonNull(enforce, "enforce is null");
        Objects.requireNonNull(warn, "warn is null");
        Objects.requireNonNull(audit, "audit is null");
        problems = List.copyOf(problems);
    }

    /**
     * Reads a namespace's labels.
     *
     * @param defaults hold where labels say nothing
     */
    public static NamespaceDemands of(Map<String, String> labels, NamespaceDemands defaults) {
        List<String> problems = new ArrayList<>();
        Mode enforce = new Mode("enforce", PodSecurityLevel.RESTRICTED, labels, problems);
        Mode warn = new Mode("warn", PodSecurityLevel.PRIVILEGED, labels, problems);
        Mode audit = new Mode("audit", PodSecurityLevel.PRIVILEGED, labels, problems);
        PodSecurityDemand enforced = enforce.demand(defaults.enforce);
        return new NamespaceDemands(
                enforced, warned(warn, enforce, enforced, defaults.warn), audit.demand(defaults.audit), problems);
    }

    private static PodSecurityDemand warned(
            Mode warn, Mode enforce, PodSecurityDemand enforced, PodSecurityDemand byDefault) {
        boolean follows = enforce.hasReadableLevel()
                && !warn.hasLevel()
                && enforced.level().compareTo(byDefault.level()) > 0;
        return warn.demand(follows ? enforced : byDefault);
    }

    /** Whether no pod could fail anything, and all labels were read. */
    public boolean demandNothing() {
        return problems.isEmpty() && enforce.isNone() && warn.isNone() && audit.isNone();
    }

    /** The labels of one mode. */
    private record Mode(String name, PodSecurityLevel unreadable, Map<String, String> labels, List<String> problems) {
        boolean hasLevel() {
            return labels.containsKey(PREFIX + name);
        }

        boolean hasReadableLevel() {
            return hasLevel()
                    && PodSecurityLevel.labelled(labels.get(PREFIX + name)).isPresent();
        }

        PodSecurityDemand demand(PodSecurityDemand byDefault) {
            return new PodSecurityDemand(level(byDefault.level()), version(byDefault.version()));
        }

        private PodSecurityLevel level(PodSecurityLevel byDefault) {
            if (!hasLevel()) {
                return byDefault;
            }
            String value = labels.get(PREFIX + name);
            return PodSecurityLevel.labelled(value).orElseGet(() -> {
                problems.add("label " + PREFIX + name + " is '" + value
                        + "': write privileged, baseline or restricted (it counts as " + unreadable.label() + ")");
                return unreadable;
            });
        }

        private PodSecurityVersion version(PodSecurityVersion byDefault) {
            String label = PREFIX + name + "-version";
            String value = labels.get(label);
            if (value == null) {
                return byDefault;
            }
            if (!VERSION.matcher(value).matches()) {
                problems.add("label " + label + " is '" + value
                        + "': write latest, or one like v1.29 (it counts as latest)");
                return PodSecurityVersion.LATEST;
            }
            return value.length() > MOST_DIGITS ? PodSecurityVersion.LATEST : PodSecurityVersion.parse(value);
        }
    }
}
