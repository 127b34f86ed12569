package dev.vedette.sensor.agent;

import dev.vedette.policy.document.LoadedPolicies;
import dev.vedette.policy.document.PolicyLoader;
import dev.vedette.policy.document.PolicyProblem;
import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.sensor.metrics.Metrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The rules and policies that a sensor judges by: loaded as a whole or not at all. Policies are followed as they change. */
final class Rules implements AutoCloseable {
    private final List<RuleBundle> bundles;
    private final RuleCatalog catalog;
    private final Optional<PolicyFiles> documents;
    private final JoinedPolicies joined;
    private final PolicySet policies;

    private Rules(
            List<RuleBundle> bundles, RuleCatalog catalog, Optional<PolicyFiles> documents, JoinedPolicies joined) {
        this.bundles = List.copyOf(bundles);
        this.catalog = catalog;
        this.documents = documents;
        this.joined = joined;
        this.policies = joined.set();
    }

    /** @param opened takes what has to be closed beside the rules */
    static Rules load(SensorSettings settings, Metrics metrics, Consumer<AutoCloseable> opened) throws SensorException {
        try {
            List<RuleBundle> bundles = new ArrayList<>();
            bundles.add(RuleBundle.builtIn(Rules.class.getClassLoader()));
            for (Path bundle : settings.bundles()) {
                bundles.add(RuleBundle.open(bundle, settings.tuning().bundleTrust()));
            }
            RuleCatalog catalog = RuleCatalog.of(bundles);
            PolicyLoader loader = new PolicyLoader(catalog.all());
            PolicyFigures figures = PolicyFigures.in(metrics);
            JoinedPolicies joined = new JoinedPolicies(builtIn(loader));
            Optional<PolicyFiles> documents =
                    settings.policies().map(path -> new PolicyFiles(path, loader, PolicyFiles.EVERY, figures));
            if (documents.isPresent()) {
                joined.files(documents.get().read());
            }
            NodePolicies.watch(
                    settings.kubernetes(),
                    () -> new ClusterPolicies(loader, joined, figures, metrics),
                    metrics,
                    opened);
            return new Rules(bundles, catalog, documents, joined);
        } catch (BundleException e) {
            throw new SensorException(e.getMessage(), e);
        }
    }

    private static PolicySet builtIn(PolicyLoader loader) {
        return switch (loader.defaults(Rules.class.getClassLoader())) {
            case LoadedPolicies.Accepted accepted -> accepted.policies();
            case LoadedPolicies.Refused refused ->
                throw new IllegalStateException(
                        "the built-in policy is refused: " + refused.problems().getFirst());
        };
    }

    RuleCatalog catalog() {
        return catalog;
    }

    /** The classes of facts that rules look at. */
    Set<Class<?>> judgedFacts() {
        return bundles.stream()
                .flatMap(bundle -> bundle.judgedFacts().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Those that hold at the start. */
    PolicySet policies() {
        return policies;
    }

    /** An engine of its own by these rules and policies. */
    PolicyEngine engine(Site site, EngineObserver observer) throws SensorException {
        try {
            return new PolicyEngine(site, bundles, policies, observer);
        } catch (BundleException e) {
            throw new SensorException(e.getMessage(), e);
        }
    }

    /** Hands over each new set of policies that is in order, until what is returned is closed. */
    AutoCloseable follow(Consumer<PolicySet> inForce, Consumer<PolicyProblem> problems) {
        joined.handTo(inForce, policies, problems);
        documents.ifPresent(files -> files.follow(joined::files, problems));
        return () -> {
            documents.ifPresent(PolicyFiles::close);
            joined.handToNobody();
        };
    }

    @Override
    public void close() {
        bundles.forEach(RuleBundle::close);
    }
}
