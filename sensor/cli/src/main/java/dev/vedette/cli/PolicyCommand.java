package dev.vedette.cli;

import dev.vedette.policy.document.LoadedPolicies;
import dev.vedette.policy.document.PolicyLoader;
import dev.vedette.policy.engine.BundleBuilder;
import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.engine.RuleProblem;
import dev.vedette.policy.model.PrintableText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks policy documents and builds rule bundles. */
@Command(
        name = "policy",
        description = "Check and explain policy documents, build rules of your own.",
        subcommands = PolicyExplainCommand.class,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  vedette policy check policies/",
            "  vedette policy explain --policies policies/ --for shop/payment",
            "  vedette policy build my-rules/ -o my-rules.jar     then: vedette sensor --bundle my-rules.jar"
        })
final class PolicyCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: check, explain or build");
    }

    @Command(
            name = "check",
            description = "Check documents: file, line, column and the nearest valid key for what is wrong.",
            mixinStandardHelpOptions = true)
    int check(
            @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "What to check.") List<Path> paths,
            @Option(names = "--bundle", paramLabel = "JAR", description = "Rules of your own that documents speak of.")
                    List<Path> bundles)
            throws BundleException {
        PolicyLoader loader =
                new PolicyLoader(catalog(bundles == null ? List.of() : bundles).all());
        PrintWriter out = spec.commandLine().getOut();
        int exit = 0;
        for (Path path : paths) {
            switch (loader.load(path)) {
                case LoadedPolicies.Accepted accepted ->
                    out.println(PrintableText.of(path + ": in order (" + String.join(", ", accepted.names()) + ")"));
                case LoadedPolicies.Refused refused -> {
                    refused.problems().forEach(problem -> out.println(PrintableText.of(problem.toString())));
                    exit = 1;
                }
            }
        }
        out.flush();
        return exit;
    }

    @Command(
            name = "build",
            description = "Compile rules (*.drl, with their *.md pages) to a bundle that a sensor loads.",
            mixinStandardHelpOptions = true)
    int build(
            @Parameters(paramLabel = "DIR", description = "Where rules and pages are.") Path sources,
            @Option(
                            names = {"-o", "--output"},
                            required = true,
                            paramLabel = "JAR",
                            description = "The bundle to write.")
                    Path bundle)
            throws IOException {
        BundleBuilder builder = ServiceLoader.load(BundleBuilder.class)
                .findFirst()
                .orElseThrow(() -> new CommandFailed("the rule compiler is not here: use ./vedette policy build"));
        List<RuleProblem> problems = builder.compile(sources, bundle);
        PrintWriter out = spec.commandLine().getOut();
        problems.forEach(problem -> out.println(PrintableText.of(problem.toString())));
        if (problems.isEmpty()) {
            out.println("built " + bundle);
        }
        out.flush();
        return problems.isEmpty() ? 0 : 1;
    }

    private static RuleCatalog catalog(List<Path> more) throws BundleException {
        List<RuleBundle> bundles = new ArrayList<>();
        bundles.add(RuleBundle.builtIn(PolicyCommand.class.getClassLoader()));
        for (Path bundle : more) {
            bundles.add(RuleBundle.open(bundle));
        }
        return RuleCatalog.of(bundles);
    }
}
