package dev.vedette.cli;

import dev.vedette.policy.document.LoadedPolicies;
import dev.vedette.policy.document.PolicyLoader;
import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.model.PolicySet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What is judged by, beside the built-in rules: the same options wherever something is judged. */
final class PolicyOptions {
    @Option(
            names = "--policies",
            paramLabel = "FILE|DIR",
            description = "Policy documents (default: audit everything).")
    private Path documents;

    @Option(
            names = "--bundle",
            paramLabel = "JAR",
            description = "Rules of your own, from 'vedette policy build'; may be given several times.")
    private List<Path> bundles = List.of();

    Optional<Path> documents() {
        return Optional.ofNullable(documents);
    }

    List<Path> bundles() {
        return bundles;
    }

    /** A scanner by these rules and policies; its rules stay open as long as {@code open} does. */
    Scanner scanner(OpenThings open) {
        try {
            List<RuleBundle> rules = rules(open);
            return open.add(new Scanner(rules, policies(RuleCatalog.of(rules))));
        } catch (BundleException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }

    /** The rules, the built-in ones first; they stay open as long as {@code open} does. */
    List<RuleBundle> rules(OpenThings open) throws BundleException {
        List<RuleBundle> rules = new ArrayList<>();
        rules.add(open.add(RuleBundle.builtIn(PolicyOptions.class.getClassLoader())));
        for (Path bundle : bundles) {
            rules.add(open.add(RuleBundle.open(bundle)));
        }
        return rules;
    }

    /** What is given as policies, or none. */
    PolicySet policies(RuleCatalog catalog) {
        return documents == null ? PolicySet.NONE : read(documents, catalog);
    }

    /** The policies of a document or a folder of them; refused ones end the command with all that is wrong. */
    static PolicySet read(Path documents, RuleCatalog catalog) {
        return switch (new PolicyLoader(catalog.all()).load(documents)) {
            case LoadedPolicies.Accepted accepted -> accepted.policies();
            case LoadedPolicies.Refused refused ->
                throw new CommandFailed(refused.problems().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining("\n", "the policies are refused:\n", "")));
        };
    }
}
