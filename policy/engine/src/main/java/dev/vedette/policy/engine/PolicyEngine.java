package dev.vedette.policy.engine;

import dev.vedette.policy.model.Decision;
import dev.vedette.policy.model.Detection;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Parameters;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.PlacedFact;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.ProcessExited;
import dev.vedette.policy.model.RuleInfo;
import dev.vedette.policy.model.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.drools.model.Model;
import org.drools.model.Rule;

/**
 * Judges one fact after the other: the rules detect, the policies decide, and what they let through is a finding.
 *
 * <p>Guarantees: findings of a fact come out before {@link #evaluate} returns, in no promised order; a fact leaves
 * nothing behind but what rules note of it; a rule that fails on a fact is named to the {@link EngineObserver} and costs no other rule its say; no
 * rule fires without end. All of {@link #evaluate} belongs to one thread at a time; {@link #replacePolicies} may come
 * from any thread and holds from the next fact on, as a whole.
 *
 * <p>In DRL, rules of the package {@value #RESPONSE_PACKAGE} decide: they match a {@link Detection} with policy facts
 * and insert one {@link Decision}. All others detect: they match a fact and insert {@link Detection}s. The global
 * {@value #PARAMETERS}, of the type {@link Parameters}, has the lists that policies may set; {@value #MEMORY}, of the type
 * {@link dev.vedette.policy.model.Memory}, remembers what rules note for a time.
 */
public final class PolicyEngine implements AutoCloseable {
    public static final String RESPONSE_PACKAGE = "dev.vedette.response";
    public static final String PARAMETERS = "parameters";
    public static final String MEMORY = "memory";

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Site site;
    private final Class<? extends Fact> judged;
    private final RuleCatalog catalog;
    private final EngineObserver observer;
    private final InstantSource clock;
    private final FindingIds ids;
    private final ScopedParameters parameters;
    private final DetectionRules detection;
    private final DecisionRules decision;
    private final boolean judgesEnds;
    private final AtomicReference<PolicySet> newPolicies = new AtomicReference<>();
    private final List<Detection> found = new ArrayList<>();

    /** @throws BundleException if bundles don't go together */
    public PolicyEngine(Site site, List<RuleBundle> bundles, PolicySet policies, EngineObserver observer)
            throws BundleException {
        this(site, bundles, policies, observer, InstantSource.system());
    }

    /**
     * One for facts of a kind, which starts sooner: rules that are about others are left out.
     *
     * @param judged what alone is put before it
     * @throws BundleException if bundles don't go together
     */
    public static PolicyEngine of(
            Class<? extends Fact> judged,
            Site site,
            List<RuleBundle> bundles,
            PolicySet policies,
            EngineObserver observer)
            throws BundleException {
        return new PolicyEngine(judged, site, bundles, policies, observer, InstantSource.system());
    }

    /**
     * @param clock when findings are decided
     * @throws BundleException if bundles don't go together
     */
    public PolicyEngine(
            Site site, List<RuleBundle> bundles, PolicySet policies, EngineObserver observer, InstantSource clock)
            throws BundleException {
        this(Fact.class, site, bundles, policies, observer, clock);
    }

    private PolicyEngine(
            Class<? extends Fact> judged,
            Site site,
            List<RuleBundle> bundles,
            PolicySet policies,
            EngineObserver observer,
            InstantSource clock)
            throws BundleException {
        this.judged = judged;
        this.site = site;
        this.observer = observer;
        this.clock = clock;
        catalog = RuleCatalog.of(bundles);
        ids = new FindingIds(site.epoch());
        parameters = new ScopedParameters(catalog);
        judgesEnds = bundles.stream().anyMatch(b -> b.judgedFacts().contains(ProcessExited.class));
        List<Model> models = bundles.stream().flatMap(b -> b.models().stream()).toList();
        Map<String, Object> globals = Map.of(PARAMETERS, parameters, MEMORY, new Tallies());
        try {
            detection = new DetectionRules(
                    ModelPart.select(models, rule -> !decides(rule) && FirstLook.mayFire(rule, judged)),
                    globals,
                    observer);
            decision =
                    new DecisionRules(ModelPart.select(models, PolicyEngine::decides), globals, observer::ruleFailed);
        } catch (RuntimeException | LinkageError e) {
            throw new BundleException(
                    "The rule bundles "
                            + String.join(
                                    ", ", bundles.stream().map(RuleBundle::name).toList())
                            + " can't be loaded together; build your own again with 'vedette policy build'.",
                    e);
        }
        take(policies);
    }

    static boolean decides(Rule rule) {
        return RESPONSE_PACKAGE.equals(rule.getPackage());
    }

    /** The rules that are loaded. */
    public RuleCatalog catalog() {
        return catalog;
    }

    /** Puts other policies in force; may be called from any thread. */
    public void replacePolicies(PolicySet policies) {
        newPolicies.set(policies);
    }

    /**
     * Judges a fact and hands over what comes of it; {@code out} must not come back here. The end of a process is put
     * before the rules only if one names it: as many end as begin, and a rule on every event is about what they do.
     *
     * @throws IllegalArgumentException if the engine is for facts of another kind
     */
    public void evaluate(Fact fact, Consumer<Finding> out) {
        if (!judged.isInstance(fact)) {
            throw new IllegalArgumentException("this engine was made without the rules for " + fact.getClass());
        }
        if (newPolicies.get() != null) {
            take(newPolicies.getAndSet(null));
        }
        if (fact instanceof ProcessExited && !judgesEnds) {
            return;
        }
        parameters.judging(fact.container());
        found.clear();
        detection.detect(fact, found);
        for (Detection detected : found) {
            Finding finding = finding(detected, decision.decide(detected));
            observer.judged(detected, finding);
            if (finding.verdict().withheld()) {
                observer.withheld(finding);
            } else {
                out.accept(finding);
            }
        }
    }

    private void take(PolicySet policies) {
        parameters.replace(policies.parameters());
        decision.replace(policies);
    }

    private Finding finding(Detection detected, Verdict verdict) {
        RuleInfo rule = catalog.find(detected.ruleId()).orElse(null);
        Fact fact = detected.fact();
        Instant now = clock.instant();
        return new Finding(
                ids.of(detected),
                detected.ruleId(),
                rule == null ? detected.ruleId() : rule.title(),
                detected.severity(),
                rule == null ? List.of() : rule.techniques(),
                detected.message(),
                site.node(),
                detected.container(),
                detected.process(),
                detected.culprit(),
                fact instanceof PlacedFact placed ? placed.place() : Place.NONE,
                detected.evidence(),
                verdict,
                fact.origin(),
                fact.epochNanos(),
                now.getEpochSecond() * NANOS_PER_SECOND + now.getNano());
    }

    @Override
    public void close() {
        detection.close();
        decision.close();
    }
}
