package dev.vedette.cli;

import dev.vedette.policy.document.LoadedPolicies;
import dev.vedette.policy.document.PolicyLoader;
import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.DenyRule;
import dev.vedette.policy.model.Glob;
import dev.vedette.policy.model.PolicyException;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.PolicyStatement;
import dev.vedette.policy.model.PrintableText;
import dev.vedette.policy.model.Scope;
import dev.vedette.policy.model.Severity;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what policies hold for a container, and which of them decides. */
@Command(
        name = "explain",
        description = "Say what policies make of findings in a container, and which of them decides.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Of the responses that fit a finding the first one decides: the narrower scope goes before the wider"
                    + " (workload,",
            "labels, image, namespace), then the narrower choice of rules, the higher severity, the later step of an"
                    + " escalation;",
            "then audit before enforce and the milder action. An exception goes before all of them.",
            "",
            "Examples:",
            "  vedette policy explain --policies policies/ --for shop/payment",
            "  vedette policy explain --policies policies/ --for shop/payment/main --label tier=backend --rule"
                    + " VDT-3004",
            "  vedette policy explain --policies policies/ --for host"
        })
final class PolicyExplainCommand implements Callable<Integer> {
    private static final int MOST_PARTS = 3;

    @Mixin
    private PolicyOptions policies;

    @Option(
            names = "--for",
            required = true,
            paramLabel = "NAMESPACE/WORKLOAD[/CONTAINER]",
            description = "Which container; 'host' is the node itself.")
    private String target;

    @Option(names = "--image", paramLabel = "REFERENCE", description = "Its image.")
    private String image = "";

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "A label of its pod; may be given several times.")
    private Map<String, String> labels = Map.of();

    @Option(names = "--rule", paramLabel = "ID", description = "Only what holds for findings of this rule.")
    private String rule = "";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws BundleException {
        Container container = container();
        PrintWriter out = spec.commandLine().getOut();
        try (OpenThings open = new OpenThings()) {
            RuleCatalog catalog = RuleCatalog.of(policies.rules(open));
            if (!rule.isEmpty() && catalog.find(rule).isEmpty()) {
                throw new CommandFailed("there is no rule " + rule + "; 'vedette explain' lists them");
            }
            PolicySet set = policies.documents()
                    .map(documents -> PolicyOptions.read(documents, catalog))
                    .orElseGet(() -> builtIn(catalog));
            out.println(container.onHost() ? "the node itself" : PrintableText.of(container.workloadKey()));
            responses(out, container, set);
            exceptions(out, container, set);
            parameters(out, container, set);
            denials(out, container, set);
        }
        out.flush();
        return 0;
    }

    private static PolicySet builtIn(RuleCatalog catalog) {
        LoadedPolicies loaded = new PolicyLoader(catalog.all()).defaults(PolicyExplainCommand.class.getClassLoader());
        return loaded instanceof LoadedPolicies.Accepted accepted ? accepted.policies() : PolicySet.NONE;
    }

    private Container container() {
        if (target.equals(PolicyException.NODE)) {
            return Container.HOST;
        }
        String[] parts = target.split("/", -1);
        if (parts.length < 2 || parts.length > MOST_PARTS || Stream.of(parts).anyMatch(String::isEmpty)) {
            throw new CommandFailed("'" + target
                    + "' is no container: write namespace/workload, namespace/workload/container" + " or host");
        }
        return new Container(
                "asked-for",
                parts.length == MOST_PARTS ? parts[2] : "",
                image,
                "",
                "",
                new Container.Pod(parts[0], parts[1], "", parts[1], labels),
                Set.of(),
                0,
                Container.Identity.KNOWN);
    }

    private boolean isAbout(Glob rules) {
        return rule.isEmpty() || rules.matches(rule);
    }

    private void responses(PrintWriter out, Container container, PolicySet set) {
        List<PolicyStatement> fitting = set.statements().stream()
                .filter(statement -> statement.scope().includes(container) && isAbout(statement.rules()))
                .sorted(PolicyStatement.PRECEDENCE.reversed())
                .toList();
        out.println();
        out.println(
                fitting.isEmpty()
                        ? "responses: none, so that all is told and nothing done"
                        : "responses, the first that fits decides");
        int number = 0;
        for (PolicyStatement statement : fitting) {
            String severity = statement.atLeast() == Severity.INFO
                    ? "any"
                    : statement.atLeast().label() + " and worse";
            out.printf(
                    "  %2d  %-12s %-18s %-8s %-20s policy %s, %s%s%n",
                    ++number,
                    PrintableText.of(statement.rules().toString()),
                    severity,
                    statement.mode().label(),
                    statement.deed(),
                    PrintableText.of(statement.policy()),
                    words(statement.scope()),
                    statement.escalation().words());
        }
    }

    private static String words(Scope scope) {
        List<String> by = Stream.of(
                        scope.workloads().isEmpty() ? "" : "workload",
                        scope.labels().isEmpty() ? "" : "labels",
                        scope.images().isEmpty() ? "" : "image",
                        scope.namespaces().isEmpty() ? "" : "namespace")
                .filter(word -> !word.isEmpty())
                .toList();
        return by.isEmpty() ? "for all" : "by " + String.join(" and ", by);
    }

    private void exceptions(PrintWriter out, Container container, PolicySet set) {
        List<PolicyException> fitting = set.exceptions().stream()
                .filter(exception -> exception.isFor(container) && isAbout(exception.rules()))
                .toList();
        section(
                out,
                "exceptions, which keep a finding back whatever the responses",
                fitting.stream()
                        .map(exception -> "%-12s %s; bound to %s%s"
                                .formatted(
                                        exception.rules(),
                                        exception.describe(),
                                        boundTo(exception),
                                        ExceptionWords.standing(exception))));
    }

    private static String boundTo(PolicyException exception) {
        return String.join(
                ", ",
                Stream.of(
                                exception.workload() == null ? "" : "workload " + exception.workload(),
                                exception.image() == null ? "" : "image " + exception.image(),
                                exception.digest() == null ? "" : "digest " + exception.digest(),
                                exception.executable() == null ? "" : "executable " + exception.executable())
                        .filter(word -> !word.isEmpty())
                        .toList());
    }

    private void parameters(PrintWriter out, Container container, PolicySet set) {
        section(
                out,
                "parameters instead of the rules' own",
                set.parameters().stream()
                        .filter(override -> override.scope().includes(container))
                        .filter(override -> rule.isEmpty() || override.ruleId().equals(rule))
                        .map(override -> "%-12s %s: %s (policy %s)"
                                .formatted(override.ruleId(), override.name(), override.values(), override.policy())));
    }

    private void denials(PrintWriter out, Container container, PolicySet set) {
        if (!rule.isEmpty()) {
            return;
        }
        section(
                out,
                "denials, before it happens",
                set.denials().stream()
                        .filter(denial -> denial.scope().includes(container))
                        .map(PolicyExplainCommand::words));
    }

    private static String words(DenyRule denial) {
        List<String> objects = Stream.of(
                        denial.paths(),
                        denial.names(),
                        denial.sources(),
                        denial.networks(),
                        denial.ports(),
                        denial.fileSystems(),
                        denial.devices(),
                        denial.settings())
                .flatMap(List::stream)
                .toList();
        return "%-12s %-8s %s (policy %s)"
                .formatted(
                        denial.action().name().toLowerCase(java.util.Locale.ROOT),
                        denial.mode().label(),
                        objects.isEmpty() ? "altogether" : String.join(", ", objects),
                        denial.policy());
    }

    private static void section(PrintWriter out, String title, Stream<String> lines) {
        List<String> all = lines.toList();
        if (!all.isEmpty()) {
            out.println();
            out.println(title);
            all.forEach(line -> out.println("      " + PrintableText.of(line)));
        }
    }
}
