package dev.vedette.cli;

import dev.vedette.policy.incident.Incidents;
import dev.vedette.policy.model.Considered;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.PrintableText;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.Verdict;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;

/** Shows one finding with all that bound it: what the rule saw, who did it, and what of the policies was looked at. */
final class FindingExplanation {
    private FindingExplanation() {}

    /** @param all what else was found, for the incident that it is part of */
    static void print(PrintWriter out, Finding finding, List<Finding> all) {
        out.printf(
                "%s  %s%nseverity: %s   ATT&CK: %s%nid: %s%nwhen: %s   node: %s   container: %s%n%n%s%n",
                finding.ruleId(),
                finding.title(),
                finding.severity().label(),
                String.join(", ", finding.techniques()),
                finding.id(),
                Instant.ofEpochSecond(0, finding.epochNanos()),
                finding.node(),
                PrintableText.of(finding.container().displayName()),
                PrintableText.of(finding.message()));
        evidence(out, finding);
        processes(out, finding.process());
        decision(out, finding.verdict());
        incident(out, finding, all);
        out.printf("%nWhat the rule means and what is benign: vedette explain %s%n", finding.ruleId());
    }

    private static void evidence(PrintWriter out, Finding finding) {
        if (!finding.evidence().isEmpty()) {
            out.printf("%nwhat the rule saw%n");
            finding.evidence()
                    .forEach((name, value) ->
                            out.printf("  %-18s %s%n", PrintableText.of(name), PrintableText.of(value)));
        }
    }

    private static void processes(PrintWriter out, ProcessInfo process) {
        if (process == null) {
            return;
        }
        out.printf("%nwho, and whose child%n");
        print(out, process);
        process.ancestors().forEach(ancestor -> print(out, ancestor));
    }

    private static void print(PrintWriter out, ProcessInfo process) {
        String program = process.executable().path().isEmpty()
                ? process.name()
                : process.executable().path();
        out.printf(
                "  %-8d %s  %s%n", process.pid(), PrintableText.of(program), PrintableText.of(process.commandLine()));
    }

    private static void decision(PrintWriter out, Verdict verdict) {
        out.printf("%nwhy it was answered so%n  %s (%s)%n", answer(verdict), PrintableText.of(verdict.why()));
        for (Considered one : verdict.considered()) {
            out.printf(
                    "  %-8s %s of policy %s: %s%n",
                    word(one), one.kind().label(), PrintableText.of(one.policy()), PrintableText.of(one.what()));
            one.lacked().forEach(lacked -> out.printf("           %s%n", PrintableText.of(lacked)));
        }
        if (verdict.considered().isEmpty()) {
            out.println("  no policy and no exception held or nearly held");
        }
    }

    private static String answer(Verdict verdict) {
        String action = verdict.action().label();
        boolean named = verdict.action() != ResponseAction.ALERT && !verdict.enforced();
        return named ? "alert; audit: " + action + " is only named" : action;
    }

    private static String word(Considered one) {
        if (one.decided()) {
            return "decided";
        }
        return one.held() ? "held" : "nearly";
    }

    private static void incident(PrintWriter out, Finding finding, List<Finding> all) {
        Incidents.of(all).stream()
                .filter(incident ->
                        incident.findings().stream().anyMatch(one -> one.id().equals(finding.id())))
                .findFirst()
                .ifPresent(incident -> out.printf("%npart of%n  %s%n", IncidentText.title(incident)));
    }
}
