package dev.vedette.cli;

import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.RuleInfo;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a rule's page, the list of rules, or one finding and why it was answered so. */
@Command(
        name = "explain",
        description = "Show what a finding means, what is benign and what to do.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  vedette explain                                 all rules, a line each",
            "  vedette explain VDT-2002                        what a rule means",
            "  vedette explain 9f86d081                        one finding: what was seen, which policies were looked at",
            "  vedette explain 9f86d081 --file findings.ndjson"
        })
final class ExplainCommand implements Callable<Integer> {
    /** Rules have shorter numbers. */
    private static final Pattern FINDING_ID = Pattern.compile("[0-9a-fA-F]{" + KnownFindings.SHORT_ID + ",32}");

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            description = "A rule such as VDT-2002, or a finding's id, of which the first eight characters do.")
    private String id;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Look for the finding in a file with one a line (default: ask the running sensor).")
    private Path file;

    @Mixin
    private StateOption state;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws BundleException {
        if (id != null && FINDING_ID.matcher(id).matches()) {
            return finding();
        }
        try (RuleBundle bundle = RuleBundle.builtIn(ExplainCommand.class.getClassLoader())) {
            RuleCatalog catalog = RuleCatalog.of(List.of(bundle));
            PrintWriter out = spec.commandLine().getOut();
            if (id == null) {
                list(catalog, out);
            } else {
                page(catalog, out);
            }
            out.flush();
            return 0;
        }
    }

    private int finding() {
        KnownFindings known = new KnownFindings();
        List<Finding> all = file == null ? known.ofSensor(state.folder()) : known.ofFile(file);
        PrintWriter out = spec.commandLine().getOut();
        FindingExplanation.print(out, KnownFindings.named(id.toLowerCase(Locale.ROOT), all), all);
        out.flush();
        return 0;
    }

    private static void list(RuleCatalog catalog, PrintWriter out) {
        catalog.all().stream()
                .sorted(Comparator.comparing(RuleInfo::id))
                .forEach(rule -> out.printf(
                        Locale.ROOT,
                        "%s  %-8s  %s%n",
                        rule.id(),
                        rule.severity().label(),
                        rule.title()));
    }

    private void page(RuleCatalog catalog, PrintWriter out) {
        String asked = id.toUpperCase(Locale.ROOT);
        RuleInfo rule = catalog.find(asked.startsWith("VDT-") ? asked : "VDT-" + asked)
                .orElseThrow(() ->
                        new CommandFailed("there is no rule " + id + ": 'vedette explain' lists those there are"));
        out.printf(
                "%s  %s%nseverity: %s   ATT&CK: %s%n%n%s%n",
                rule.id(),
                rule.title(),
                rule.severity().label(),
                String.join(", ", rule.techniques()),
                rule.page().strip());
    }
}
