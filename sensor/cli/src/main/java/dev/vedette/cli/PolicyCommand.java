package dev.vedette.cli;

import dev.vedette.policy.document.LoadedPolicies;
import dev.vedette.policy.document.PolicyLoader;
import dev.vedette.policy.engine.BundleBuilder;
import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.BundleTrust;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.engine.RuleProblem;
import dev.vedette.policy.keys.SigningKeys;
import dev.vedette.policy.model.PrintableText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        description = "Check, explain and test policies; begin, test and build rules of your own.",
        subcommands = {
            PolicyExplainCommand.class,
            PolicyNewCommand.class,
            PolicyTestCommand.class,
            PolicySchemaCommand.class,
            PolicyCelCommand.class
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  vedette policy check policies/",
            "  vedette policy explain --policies policies/ --for shop/payment",
            "  vedette policy new my-rules                        a rule with its page and its tests, to begin with",
            "  vedette policy test my-rules/                      exit 0 passed, 1 failed, 2 could not judge",
            "  vedette policy build my-rules/ -o my-rules.jar     then: vedette sensor --bundle my-rules.jar"
        })
final class PolicyCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do: check, explain, new, test, build, keygen, schema or cel");
    }

    @Command(
            name = "check",
            description = "Check documents: file, line, column and the nearest valid key for what is wrong.",
            mixinStandardHelpOptions = true)
    int check(
            @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "What to check.") List<Path> paths,
            @Option(names = "--bundle", paramLabel = "JAR", description = "Rules of your own that documents speak of.")
                    List<Path> bundles,
            @Option(
                            names = "--bundle-key",
                            paramLabel = "PEM",
                            description = "A public key that bundles must be signed by.")
                    List<Path> keys)
            throws BundleException {
        BundleTrust trust = BundleTrust.of(keys == null ? List.of() : keys);
        PolicyLoader loader = new PolicyLoader(
                catalog(bundles == null ? List.of() : bundles, trust).all());
        PrintWriter out = spec.commandLine().getOut();
        int exit = 0;
        for (Path path : paths) {
            switch (loader.load(path)) {
                case LoadedPolicies.Accepted accepted -> {
                    out.println(PrintableText.of(path + ": in order (" + String.join(", ", accepted.names()) + ")"));
                    ExceptionWords.ending(accepted.policies())
                            .forEach(line -> out.println("  " + PrintableText.of(line)));
                }
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
                    Path bundle,
            @Option(
                            names = "--key",
                            paramLabel = "PEM",
                            description = "Sign it with this private key, from 'vedette policy keygen'.")
                    Path key)
            throws IOException {
        Optional<PrivateKey> signer = key == null ? Optional.empty() : Optional.of(privateKey(key));
        List<RuleProblem> problems = compiler("build").compile(sources, bundle, signer);
        PrintWriter out = spec.commandLine().getOut();
        problems.forEach(problem -> out.println(PrintableText.of(problem.toString())));
        if (problems.isEmpty()) {
            out.println("built " + bundle + (key == null ? "" : ", signed"));
        }
        out.flush();
        return problems.isEmpty() ? 0 : 1;
    }

    @Command(
            name = "keygen",
            description =
                    "Make a key pair that bundles are signed with: FILE for you alone, FILE.pub for your sensors.",
            mixinStandardHelpOptions = true,
            footer = {"", "Examples:", "  vedette policy keygen rules.key"})
    int keygen(@Parameters(paramLabel = "FILE", description = "The private key to write.") Path file) {
        try {
            SigningKeys.make(file);
        } catch (IOException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("made " + file + ": keep it to yourself; vedette policy build DIR -o JAR --key " + file);
        out.println("made " + file + SigningKeys.PUBLIC + ": for sensors; --bundle-key " + file + SigningKeys.PUBLIC);
        out.flush();
        return 0;
    }

    private static PrivateKey privateKey(Path file) {
        try {
            return SigningKeys.privateKey(file);
        } catch (IOException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }

    /** The compiler, which is on the class path of few commands. */
    static BundleBuilder compiler(String command) {
        return ServiceLoader.load(BundleBuilder.class)
                .findFirst()
                .orElseThrow(() -> new CommandFailed(
                        "the rule compiler is not here: use ./vedette policy " + command + " of a checkout"));
    }

    private static RuleCatalog catalog(List<Path> more, BundleTrust trust) throws BundleException {
        List<RuleBundle> bundles = new ArrayList<>();
        bundles.add(RuleBundle.builtIn(PolicyCommand.class.getClassLoader()));
        for (Path bundle : more) {
            bundles.add(RuleBundle.open(bundle, trust));
        }
        return RuleCatalog.of(bundles);
    }
}
