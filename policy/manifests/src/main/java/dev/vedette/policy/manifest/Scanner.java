package dev.vedette.policy.manifest;

import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.PlacedFact;
import dev.vedette.policy.model.PolicySet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets the rules judge manifests.
 *
 * <p>Guarantees: whatever the manifests hold, an answer comes back; a rule that fails is a problem of that manifest and
 * costs no other its say; the same manifest gives findings with the same ids. Thread-safe: one scan after the other.
 */
public final class Scanner implements AutoCloseable {
    /** Manifests are of no node, and their findings are the same whenever they are judged. */
    private static final Site NO_NODE = new Site("", "manifest");

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Lock oneAtATime = new ReentrantLock();
    private final InstantSource clock = InstantSource.system();
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private final List<Finding> withheld = new ArrayList<>();
    private final List<ManifestProblem> problems = new ArrayList<>();
    private final Set<String> failedRules = new LinkedHashSet<>();
    private final Set<String> restedRules = new LinkedHashSet<>();
    private final PolicyEngine engine;

    /**
     * One for manifests, and for what is asked of the API server besides.
     *
     * @throws BundleException if the bundles do not go together
     */
    public Scanner(List<RuleBundle> bundles, PolicySet policies) throws BundleException {
        engine = new PolicyEngine(NO_NODE, bundles, policies, new Observer());
    }

    private Scanner(Class<? extends Fact> judged, List<RuleBundle> bundles, PolicySet policies) throws BundleException {
        engine = PolicyEngine.of(judged, NO_NODE, bundles, policies, new Observer());
    }

    /**
     * One for manifests alone, which starts sooner: {@link #judge(Fact)} is not for it.
     *
     * @throws BundleException if the bundles do not go together
     */
    public static Scanner ofManifests(List<RuleBundle> bundles, PolicySet policies) throws BundleException {
        return new Scanner(PlacedFact.class, bundles, policies);
    }

    /**
     * Judges one object.
     *
     * @param origin stands for the file in places and problems
     * @param json the object in JSON or YAML
     */
    public ScanReport scanText(String origin, String json) {
        return judge(ManifestReader.readText(origin, json));
    }

    /** Puts other policies in force from the next fact on. */
    public void replacePolicies(PolicySet policies) {
        engine.replacePolicies(policies);
    }

    /** Judges what was asked of the API server, and is in no manifest. A rule that fails costs no other its say. */
    public List<Finding> judge(Fact fact) {
        List<Finding> findings = new ArrayList<>();
        oneAtATime.lock();
        try {
            engine.evaluate(fact, findings::add);
        } finally {
            oneAtATime.unlock();
        }
        return findings;
    }

    /** Judges what was read. */
    public ScanReport judge(ManifestSet set) {
        NamespaceGuards guards = new NamespaceGuards();
        return judge(
                () -> {
                    factsOf(set).forEach(object -> judge(object, guards));
                    guards.missing(now()).forEach(this::judgeNext);
                },
                set.problems());
    }

    /** What the objects in {@code set} say of themselves. Judges nothing, and waits for nobody who does. */
    public List<ObjectFacts> factsOf(ManifestSet set) {
        long now = now();
        return set.manifests().stream()
                .map(manifest -> ObjectFacts.of(manifest, now))
                .toList();
    }

    /**
     * Judges some of several objects, each by itself.
     *
     * @param guards is told what they say of their namespaces; {@link #judgeMissing} judges that once all are known
     */
    public ScanReport judge(Collection<ObjectFacts> some, NamespaceGuards guards) {
        return judge(() -> some.forEach(object -> judge(object, guards)), List.of());
    }

    /** Judges which guards the namespaces of all that was judged are without. */
    public ScanReport judgeMissing(NamespaceGuards guards) {
        return judge(() -> guards.missing(now()).forEach(this::judgeNext), List.of());
    }

    private ScanReport judge(Runnable judging, List<ManifestProblem> unread) {
        oneAtATime.lock();
        try {
            findings.clear();
            withheld.clear();
            problems.clear();
            problems.addAll(unread);
            judging.run();
            return new ScanReport(List.copyOf(findings.values()), withheld, problems);
        } finally {
            oneAtATime.unlock();
        }
    }

    private void judgeNext(PlacedFact fact) {
        engine.evaluate(fact, finding -> findings.putIfAbsent(finding.id(), finding));
    }

    private void judge(ObjectFacts object, NamespaceGuards guards) {
        Manifest manifest = object.manifest();
        failedRules.clear();
        restedRules.clear();
        object.facts().forEach(this::judgeNext);
        guards.note(manifest);
        problems.addAll(object.problems());
        failedRules.forEach(rule ->
                problems.add(notJudged(manifest, "rule " + rule + " failed on this object and did not judge it")));
        restedRules.stream()
                .filter(rule -> !failedRules.contains(rule))
                .forEach(rule -> problems.add(notJudged(
                        manifest,
                        "rule " + rule + " did not judge this object, since it took too long on others just before;"
                                + " scan it by itself")));
    }

    private static ManifestProblem notJudged(Manifest manifest, String message) {
        return new ManifestProblem(
                manifest.file(), manifest.root().line(), manifest.root().column(), message);
    }

    private long now() {
        Instant now = clock.instant();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    }

    @Override
    public void close() {
        engine.close();
    }

    private final class Observer implements EngineObserver {
        @Override
        public void ruleFailed(String rule, Throwable cause) {
            failedRules.add(rule);
        }

        @Override
        public void ruleRested(String rule) {
            restedRules.add(rule);
        }

        @Override
        public void withheld(Finding finding) {
            withheld.add(finding);
        }
    }
}
