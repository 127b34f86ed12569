package dev.vedette.cli;

import dev.vedette.policy.document.LoadedPolicies;
import dev.vedette.policy.document.PolicyLoader;
import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.BundleTrust;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.model.PolicySet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** What is judged by, beside the built-in rules: the same options wherever something is judged. */
final class PolicyOptions {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyOptions.class);

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

    @Option(
            names = "--bundle-key",
            paramLabel = "PEM",
            description =
                    "A public key that bundles must be signed by ('vedette policy keygen'); several may be given.")
    private List<Path> keys = List.of();

    @Option(
            names = "--unsigned-bundles",
            description = "Load bundles whoever made them. They are code and run with all rights of this process.")
    private boolean unsigned;

    Optional<Path> documents() {
        return Optional.ofNullable(documents);
    }

    List<Path> bundles() {
        return bundles;
    }

    /** By whom bundles must be signed. */
    BundleTrust trust() {
        if (unsigned && !keys.isEmpty()) {
            throw new CommandFailed("give --bundle-key or --unsigned-bundles, not both");
        }
        try {
            return BundleTrust.of(keys);
        } catch (BundleException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }

    /** The same where a service is to run with the rights of a node or a cluster: not to ask must be said. */
    BundleTrust trustOfService() {
        if (!bundles.isEmpty() && keys.isEmpty() && !unsigned) {
            throw new CommandFailed(
                    "a bundle is code that runs with all rights of this process: give the key that it is"
                            + " signed by with --bundle-key, or say --unsigned-bundles");
        }
        BundleTrust trust = trust();
        if (!bundles.isEmpty() && keys.isEmpty()) {
            LOG.warn(
                    "these bundles are loaded whoever made them, and run with all rights of this process: {}", bundles);
        }
        return trust;
    }

    /** A scanner by these rules and policies; its rules stay open as long as {@code open} does. */
    Scanner scanner(OpenThings open, BundleTrust trust) {
        try {
            List<RuleBundle> rules = rules(open, trust);
            return open.add(new Scanner(rules, policies(RuleCatalog.of(rules))));
        } catch (BundleException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }

    /** The rules, the built-in ones first; they stay open as long as {@code open} does. */
    List<RuleBundle> rules(OpenThings open) throws BundleException {
        return rules(open, trust());
    }

    private List<RuleBundle> rules(OpenThings open, BundleTrust trust) throws BundleException {
        List<RuleBundle> rules = new ArrayList<>();
        rules.add(open.add(RuleBundle.builtIn(PolicyOptions.class.getClassLoader())));
        for (Path bundle : bundles) {
            rules.add(open.add(RuleBundle.open(bundle, trust)));
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
                throw new CommandFailed("the policies are refused:", refused.problems());
        };
    }
}
