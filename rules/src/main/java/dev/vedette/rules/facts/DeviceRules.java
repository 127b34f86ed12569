package dev.vedette.rules.facts;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What control groups let containers do with devices: {@code b 8:* rm}. */
final class DeviceRules {
    private DeviceRules() {}

    /** What the kernel allows beyond the specification; empty if nothing, or if one of both is not known. */
    static Optional<String> beyond(Set<String> seen, Set<String> spec) {
        if (seen.isEmpty() || spec.isEmpty()) {
            return Optional.empty();
        }
        Set<String> more = new TreeSet<>(seen);
        more.removeIf(rule -> isCovered(rule, spec));
        return more.isEmpty()
                ? Optional.empty()
                : Optional.of("the control group's leave to use the devices " + String.join(", ", more));
    }

    /** Each kind of access may be allowed by another rule. */
    private static boolean isCovered(String rule, Set<String> spec) {
        String[] parts = parts(rule);
        return parts[3].chars()
                .allMatch(access -> spec.stream()
                        .map(DeviceRules::parts)
                        .anyMatch(allowed -> isWithin(parts, allowed) && allowed[3].indexOf(access) >= 0));
    }

    private static boolean isWithin(String[] rule, String[] allowed) {
        return (allowed[0].equals("a") || allowed[0].equals(rule[0]))
                && (allowed[1].equals("*") || allowed[1].equals(rule[1]))
                && (allowed[2].equals("*") || allowed[2].equals(rule[2]));
    }

    /** Type, major, minor, access; what is no rule is covered by none but one of everything. */
    private static String[] parts(String rule) {
        String[] parts = rule.split("[ :]", -1);
        return parts.length == 4 ? parts : new String[] {"?", "?", "?", rule};
    }
}
