package dev.vedette.cli;

import dev.vedette.probes.FactStatus;
import dev.vedette.probes.ProbeStatus;
import dev.vedette.probes.Rung;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is told of the kernel, on which rung, what that rung cannot do, and why not a higher one. */
final class LadderTable {
    private static final String ROW = "%-22s %-11s %-5s %s%n";

    private final List<FactStatus> facts;
    private final List<ProbeStatus> probes;

    LadderTable(List<FactStatus> facts, List<ProbeStatus> probes) {
        this.facts = facts;
        this.probes = probes;
    }

    void print(PrintWriter out) {
        Map<String, Integer> reasons = new LinkedHashMap<>();
        out.printf(ROW, "FACT", "RUNG", "DENY", "WHAT THAT MEANS");
        for (FactStatus fact : facts) {
            out.printf(ROW, fact.fact(), rung(fact), fact.canDeny() ? "yes" : "no", meaning(fact, reasons));
        }
        out.println();
        reasons.forEach((why, number) -> out.printf("[%d] %s%n", number, why));
        probes.stream()
                .filter(ProbeStatus::missing)
                .forEach(probe -> out.printf("missing  %s (%s): %s%n", probe.name(), probe.hook(), probe.why()));
        out.println();
    }

    private static String rung(FactStatus fact) {
        return fact.rung().map(Rung::label).orElse("none");
    }

    private static String meaning(FactStatus fact, Map<String, Integer> reasons) {
        if (fact.rung().isEmpty()) {
            return fact.why();
        }
        if (fact.why().isEmpty()) {
            return fact.limit();
        }
        int number = reasons.computeIfAbsent(fact.why(), _ -> reasons.size() + 1);
        return fact.limit() + " [" + number + "]";
    }
}
