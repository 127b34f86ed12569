package dev.vedette.cli;

import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.NodePosture;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Judges a node's posture by the same rules and policies as the sensor does. */
final class PostureJudge {
    private PostureJudge() {}

    /** What the rules find and no exception keeps back, the worst first. */
    static List<Finding> judge(List<NodePosture> facts, PolicyOptions policies) {
        List<Finding> findings = new ArrayList<>();
        try (OpenThings open = new OpenThings()) {
            List<RuleBundle> bundles = policies.rules(open);
            PolicyEngine engine = open.add(new PolicyEngine(
                    new Site(HostName.read(), ""),
                    bundles,
                    policies.policies(RuleCatalog.of(bundles)),
                    EngineObserver.NONE));
            facts.forEach(fact -> engine.evaluate(fact, findings::add));
        } catch (BundleException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
        findings.sort(Comparator.comparing(Finding::severity)
                .reversed()
                .thenComparing(Finding::ruleId)
                .thenComparing(Finding::message));
        return findings;
    }
}
