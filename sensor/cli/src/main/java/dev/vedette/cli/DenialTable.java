package dev.vedette.cli;

import dev.vedette.probes.FactStatus;
import dev.vedette.probes.Rung;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What policies can have refused on this kernel, and how. */
final class DenialTable {
    private static final String PREFIX = "deny_";
    private static final String ROW = "%-9s %s%n";

    /** By action of policies, the programs that refuse it. */
    private static final List<Map.Entry<String, String>> ACTIONS = List.of(
            Map.entry("exec", "deny_exec"),
            Map.entry("open", "deny_open"),
            Map.entry("write", "deny_change"),
            Map.entry("mount", "deny_mount"),
            Map.entry("connect", "deny_connect"),
            Map.entry("ptrace", "deny_ptrace"),
            Map.entry("module", "deny_module"),
            Map.entry("bpf", "deny_bpf"),
            Map.entry("device", "deny_device"),
            Map.entry("sysctl", "deny_sysctl"));

    private final Map<String, FactStatus> facts;

    DenialTable(List<FactStatus> facts) {
        this.facts = facts.stream().collect(Collectors.toMap(FactStatus::fact, Function.identity()));
    }

    /** Whether a program only refuses: where the kernel does not have it nothing goes unseen. */
    static boolean isOfDenials(String fact) {
        return fact.startsWith(PREFIX);
    }

    void print(PrintWriter out) {
        out.printf(ROW, "DENIAL", "BY");
        ACTIONS.forEach(action -> out.printf(ROW, action.getKey(), means(facts.get(action.getValue()))));
        out.println();
    }

    private static String means(FactStatus fact) {
        if (fact == null || fact.rung().isEmpty()) {
            return "not possible here" + (fact == null || fact.why().isEmpty() ? "" : ": " + fact.why());
        }
        Rung rung = fact.rung().get();
        return switch (rung) {
            case LSM -> "denied at the kernel's security hook";
            case CGROUP -> "denied at the hook of control groups";
            case FENTRY, TRACEPOINT, ON_CALL -> "killed before its first instruction (not denied: " + fact.why() + ")";
        };
    }
}
