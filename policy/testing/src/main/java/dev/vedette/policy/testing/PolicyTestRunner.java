package dev.vedette.policy.testing;

import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.model.Detection;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.PolicySet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the facts of tests before the rules, each test before an engine of its own that remembers nothing. For one thread. */
public final class PolicyTestRunner {
    private static final Site SITE = new Site("test-node", "test");

    private final List<RuleBundle> bundles;

    /** @param bundles the rules; they stay open */
    public PolicyTestRunner(List<RuleBundle> bundles) {
        this.bundles = List.copyOf(bundles);
    }

    /**
     * Runs a test.
     *
     * @throws BundleException if the rules cannot be loaded together
     */
    public PolicyTestResult run(PolicyTest test, PolicySet policies) throws BundleException {
        Watching watching = new Watching(test);
        try (PolicyEngine engine = new PolicyEngine(SITE, bundles, policies, watching, watching)) {
            for (TimedFact timed : test.facts()) {
                watching.begin(timed);
                engine.evaluate(timed.fact(), _ -> {});
            }
        }
        List<String> differences = new ArrayList<>(watching.failures);
        differences.addAll(Comparison.differences(test.expected(), List.copyOf(watching.seen.values())));
        return new PolicyTestResult(test, differences);
    }

    /** Notes what is found of each fact, by the test's own clock. */
    private static final class Watching implements EngineObserver, InstantSource {
        private final PolicyTest test;
        private final Map<String, SeenFinding> seen = new LinkedHashMap<>();
        private final List<String> failures = new ArrayList<>();
        private Instant now = Instant.EPOCH;
        private int fact;

        Watching(PolicyTest test) {
            this.test = test;
        }

        void begin(TimedFact timed) {
            fact++;
            now = timed.moment().at();
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public void judged(Detection detection, Finding finding) {
            if (test.isAbout(finding.ruleId())) {
                SeenFinding found = new SeenFinding(detection, finding, fact);
                seen.putIfAbsent(found.identity(), found);
            }
        }

        @Override
        public void ruleFailed(String rule, Throwable cause) {
            failures.add("rule " + rule + " failed on fact " + fact + ": " + cause);
        }
    }
}
