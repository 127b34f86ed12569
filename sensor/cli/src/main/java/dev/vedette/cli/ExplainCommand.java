package dev.vedette.cli;

import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.model.RuleInfo;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a rule's page, or the list of rules. */
@Command(
        name = "explain",
        description = "Show what a finding means, what is benign and what to do.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  vedette explain             all rules, a line each", "  vedette explain VDT-2002"
        })
final class ExplainCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "ID", description = "A finding id such as VDT-2002.")
    private String id;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws BundleException {
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
