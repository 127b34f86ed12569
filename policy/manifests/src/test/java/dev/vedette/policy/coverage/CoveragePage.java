package dev.vedette.policy.coverage;

import dev.vedette.policy.coverage.CoverageFile.Example;
import dev.vedette.policy.coverage.CoverageFile.Item;
import dev.vedette.policy.model.RuleInfo;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes the page on what is covered. */
final class CoveragePage {
    private static final String HEAD = """
            # What is covered, and what is not

            Made from the rules, the checks and the examples that a test holds them to (`CoverageTest`): each id that this page names for
            a line of a standard comes of scanning a manifest that was written for that line. Do not change it by hand.
            """;

    private final StringBuilder page = new StringBuilder(HEAD);
    private final Map<String, Example> examples;
    private final Collection<RuleInfo> rules;

    CoveragePage(Map<String, Example> examples, Collection<RuleInfo> rules) {
        this.examples = examples;
        this.rules = rules;
    }

    String text(List<String> checks) throws IOException {
        rules();
        checks(checks);
        section(
                "CIS Kubernetes Benchmark, section 5",
                "All 35 items of version 1.11, in words of our own. Older versions count some of them otherwise.",
                "cis.tsv");
        section(
                "NSA and CISA: Kubernetes Hardening Guide",
                "The guide's advice by its chapters (version 1.2).",
                "nsa.tsv");
        attack();
        notCovered();
        return page.toString();
    }

    private void rules() {
        page.append("\n## Rules that judge manifests\n\n| rule | what it finds | examples |\n|---|---|---|\n");
        for (RuleInfo rule : rules) {
            long proofs = examples.values().stream()
                    .filter(example -> example.brings().contains(rule.id()))
                    .count();
            if (proofs > 0) {
                row(rule.id(), rule.title(), Long.toString(proofs));
            }
        }
    }

    private void checks(List<String> checks) {
        page.append(
                "\n## Pod Security Standards\n\nExactly, for versions 1.0 to 1.37 (see manifests.md). With each check"
                        + " the rules that speak of the same example.\n\n| check | rules |\n|---|---|\n");
        for (String check : checks) {
            row(
                    check,
                    brought(examples.values().stream()
                            .filter(example -> example.brings().contains(check))
                            .toList()));
        }
    }

    private void section(String title, String words, String table) throws IOException {
        page.append("\n## ").append(title).append("\n\n").append(words);
        page.append("\n\n| | what | answered by | note |\n|---|---|---|---|\n");
        for (Item item : CoverageFile.table(table)) {
            String answer = item.examples().isEmpty()
                    ? "—"
                    : brought(item.examples().stream().map(examples::get).toList());
            row(item.id(), item.title(), answer, item.note());
        }
    }

    /** Rules first, then checks. */
    private static String brought(List<Example> examples) {
        return examples.stream()
                .flatMap(example -> example.brings().stream())
                .filter(id -> id.startsWith("VDT-"))
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(", "));
    }

    private void attack() throws IOException {
        page.append("\n## ATT&CK for Containers\n\nBy the techniques that the rules' pages name, at run time and in"
                + " manifests; the attacks of the tests are the proof of those at run time.\n\n"
                + "| technique | name | rules | note |\n|---|---|---|---|\n");
        for (Item item : CoverageFile.table("attack.tsv")) {
            row(item.id(), item.title(), String.join(", ", rulesOf(rules, item.id())), item.note());
        }
    }

    /** Ids of the rules of a technique, or of a part of it. */
    static List<String> rulesOf(Collection<RuleInfo> rules, String technique) {
        return rules.stream()
                .filter(rule -> rule.techniques().stream()
                        .anyMatch(own -> own.equals(technique) || own.startsWith(technique + ".")))
                .map(RuleInfo::id)
                .toList();
    }

    private void notCovered() throws IOException {
        page.append("\n## Not covered\n\n");
        Map<String, String> open = new TreeMap<>();
        for (Item item : CoverageFile.table("cis.tsv")) {
            put(open, "CIS " + item.id(), item);
        }
        for (Item item : CoverageFile.table("nsa.tsv")) {
            put(open, "NSA and CISA, " + item.id(), item);
        }
        for (Item item : CoverageFile.table("attack.tsv")) {
            if (rulesOf(rules, item.id()).isEmpty()) {
                put(open, "ATT&CK " + item.id(), item);
            }
        }
        open.forEach((where, why) -> page.append("- ").append(where).append(why).append('\n'));
        page.append("""
                - Windows: what a container does at run time; manifests of Windows pods are judged.
                - CVE-2022-23648 (volumes of a containerd image): the path stands in the image, not in a manifest.
                - What objects of other API groups than Kubernetes' own do, if they make no pods in the usual shape.
                - Members of groups, flags of the API server, and everything else that is in no object.
                """);
    }

    private static void put(Map<String, String> open, String where, Item item) {
        if (item.examples().isEmpty()) {
            open.put(where + ", " + item.title(), ": " + item.note());
        }
    }

    private void row(String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
