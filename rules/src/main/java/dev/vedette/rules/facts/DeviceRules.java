package dev.vedette.rules.facts;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What control groups let containers do with devices: {@code b 8:* rm}. */
final class DeviceRules {
    /** Null, zero, full, random, urandom, tty, console and ptmx. Source: opencontainers/runtime-spec, config-linux.md. */
    private static final Set<String> DEVICES_OF_ALL =
            Set.of("c 1:3", "c 1:5", "c 1:7", "c 1:8", "c 1:9", "c 5:0", "c 5:1", "c 5:2");

    private DeviceRules() {}

    /** Whether every container has it: {@code c 1:3}. */
    static boolean areOfAll(String device) {
        return DEVICES_OF_ALL.contains(device);
    }

    /** Whether it lets all devices, or all of a kind, be read or written; that all may be made is the default. */
    static boolean isOfEverything(String rule) {
        String[] parts = parts(rule);
        return parts[1].equals("*") && parts[2].equals("*") && !parts[3].equals("m");
    }

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
