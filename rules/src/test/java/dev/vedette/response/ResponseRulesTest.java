package dev.vedette.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.vedette.policy.document.LoadedPolicies;
import dev.vedette.policy.document.PolicyLoader;
import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.model.Considered;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.FileRole;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.RuleInfo;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Stdio;
import dev.vedette.policy.model.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What follows from one and the same critical detection under different policies. */
class ResponseRulesTest {
    private static final String RULE = "VDT-2002";

    private final List<Finding> withheld = new ArrayList<>();
    private PolicyEngine engine;
    private PolicyLoader loader;
    private String imageLayerPath = "/usr/bin/tool";
    private OverlayLayer layer = OverlayLayer.LOWER;

    @BeforeEach
    void start() throws Exception {
        RuleBundle bundle = RuleBundle.builtIn(getClass().getClassLoader());
        EngineObserver observer = new EngineObserver() {
            @Override
            public void withheld(Finding finding) {
                withheld.add(finding);
            }

            @Override
            public void ruleFailed(String rule, Throwable cause) {
                throw new AssertionError(rule, cause);
            }
        };
        engine = new PolicyEngine(new Site("n", "boot"), List.of(bundle), PolicySet.NONE, observer);
        loader = new PolicyLoader(List.of(rule(RULE), rule("VDT-1001")));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void saysButDoesNothingWithoutAnyPolicy() {
        assertThat(verdict(container())).isEqualTo(Verdict.DEFAULT);
    }

    @Test
    void enforcesNothingByDefaultAndSaysWhatItWouldDo() {
        engine.replacePolicies(accepted(loader.defaults(getClass().getClassLoader())));

        assertThat(verdict(container()).action()).isEqualTo(ResponseAction.PAUSE);
        assertThat(verdict(container()).enforced()).isFalse();
        assertThat(verdict(container()).policy()).isEqualTo("default");
        assertThat(verdict(Container.HOST).policy()).isEqualTo("default");
    }

    @Test
    void letsTheNarrowerScopeDecide() {
        policies(
                policy("all", "{mode: enforce, responses: [{action: stop}]}"),
                policy("shop", "{mode: audit, scope: {namespaces: [shop]}, responses: [{action: pause}]}"),
                policy("api", "{mode: enforce, scope: {workloads: [shop/api]}, responses: [{action: kill-process}]}"));

        Verdict verdict = verdict(container());

        assertThat(verdict.policy()).isEqualTo("api");
        assertThat(verdict.action()).isEqualTo(ResponseAction.KILL_PROCESS);
        assertThat(verdict.enforced()).isTrue();
        assertThat(verdict.why()).isEqualTo("enforce: kill-process for *");
    }

    @Test
    void answersMoreSharplyFromTheFindingOnThatThePolicyNames() {
        policies(policy("p", "{mode: enforce, responses: [{action: pause, at: 2, within: 10m}, {action: throttle}]}"));
        Instant first = Instant.ofEpochSecond(1_000);

        assertThat(actionAt(first)).isEqualTo(ResponseAction.THROTTLE);
        assertThat(actionAt(first)).as("judged again, it is the same").isEqualTo(ResponseAction.THROTTLE);
        assertThat(actionAt(first.plusSeconds(599))).isEqualTo(ResponseAction.PAUSE);
        assertThat(actionAt(first.plusSeconds(5_000))).isEqualTo(ResponseAction.THROTTLE);
    }

    @Test
    void saysWhatDecidedWhatCameAfterItAndWhatWasMissingOfWhatNearlyHeld() {
        policies(
                policy("all", "{mode: audit, responses: [{action: stop}]}"),
                policy("shop", "{mode: enforce, scope: {namespaces: [shop]}, responses: [{action: pause}]}"),
                policy("other", "{mode: enforce, scope: {namespaces: [other]}, responses: [{action: pause}]}"),
                policy("third", "{mode: enforce, responses: [{action: evict, at: 3, within: 10m}]}"),
                policy("rules", "{mode: enforce, responses: [{rule: VDT-1001, action: stop}]}"));

        assertThat(verdict(container()).considered())
                .extracting(Considered::policy, Considered::decided, Considered::lacked)
                .containsExactly(
                        tuple("shop", true, List.of()),
                        tuple("all", false, List.of()),
                        tuple("other", false, List.of("its scope is namespace other, not shop")),
                        tuple("third", false, List.of("it comes at finding 3 within 600 s, this is finding 1")));
    }

    @Test
    void saysWhyAnExceptionDidNotKeepItBack() {
        policies(
                policy("expired", exception("workload: shop/api", "2020-01-31")),
                policy("program", exception("executable: {path: /usr/bin/other}", "2030-01-31")),
                policy("rule", exception("workload: shop/api", "2030-01-31").replace(RULE, "VDT-1001")),
                policy("far", exception("workload: other/api", "2020-01-31")));

        assertThat(verdict(container()).considered())
                .filteredOn(one -> one.kind() == Considered.Kind.EXCEPTION)
                .extracting(Considered::policy, Considered::lacked)
                .containsExactly(
                        tuple("expired", List.of("it expired after 2020-01-31")),
                        tuple(
                                "program",
                                List.of("it is for /usr/bin/other as the image brought it, not /usr/bin/tool")),
                        tuple("rule", List.of("it is about VDT-1001, not VDT-2002")));
    }

    /** What is lacking is told apart from what decides, so the two must never disagree. */
    @Test
    void tellsTheSameAsWhatDecides() {
        policies(
                policy(
                        "p",
                        "{mode: enforce, scope: {namespaces: [shop]}, responses: [{severity: high, action: stop}]}"),
                policy("q", "{mode: enforce, scope: {host: true}, responses: [{action: kill-process}]}"),
                policy("r", exception("workload: other/*", "2030-01-31")));
        for (Container container : List.of(container(), Container.HOST, Container.pending("p"))) {
            Verdict verdict = verdict(container);
            assertThat(verdict.considered().stream().filter(Considered::decided).map(Considered::policy))
                    .isEqualTo(verdict.policy().isEmpty() ? List.of() : List.of(verdict.policy()));
        }
    }

    private ResponseAction actionAt(Instant when) {
        return judge(container(), when).getFirst().verdict().action();
    }

    @Test
    void letsTheNarrowerRuleDecideAndThenTheHigherSeverity() {
        policies(policy(
                "p",
                "{mode: enforce, responses: [{severity: critical, action: pause}, {severity: low, action: stop}]}"));
        assertThat(verdict(container()).action()).isEqualTo(ResponseAction.PAUSE);

        policies(policy(
                "p",
                "{mode: enforce, responses: [{severity: critical, action: pause}, {rule: VDT-2002, action: alert}]}"));
        assertThat(verdict(container()).action()).isEqualTo(ResponseAction.ALERT);
    }

    @Test
    void auditsOnATie() {
        policies(
                policy("a", "{mode: enforce, responses: [{action: stop}]}"),
                policy("b", "{mode: audit, responses: [{action: stop}]}"));

        assertThat(verdict(container()).policy()).isEqualTo("b");
    }

    @Test
    void leavesTheHostAloneUnlessItIsInScope() {
        policies(policy("p", "{mode: enforce, responses: [{action: stop}]}"));
        assertThat(verdict(Container.HOST).with(List.of())).isEqualTo(Verdict.DEFAULT);

        policies(policy("p", "{mode: enforce, scope: {host: true}, responses: [{action: kill-process}]}"));
        assertThat(verdict(Container.HOST).enforced()).isTrue();
    }

    @Test
    void leavesOtherRulesNamespacesAndLabelsAlone() {
        policies(
                policy("a", "{mode: enforce, rules: [VDT-1*], responses: [{action: stop}]}"),
                policy("b", "{mode: enforce, scope: {namespaces: [other]}, responses: [{action: stop}]}"),
                policy("c", "{mode: enforce, scope: {labels: {tier: db}}, responses: [{action: stop}]}"),
                policy("d", "{mode: enforce, scope: {images: [\"*/other:*\"]}, responses: [{action: stop}]}"));

        assertThat(verdict(container()).with(List.of())).isEqualTo(Verdict.DEFAULT);
    }

    @Test
    void keepsBackWhatAnExceptionCoversAndSaysWhy() {
        policies(policy("p", exception("executable: {path: /usr/bin/tool}", "2030-01-31")));

        assertThat(judge(container())).isEmpty();

        Finding finding = withheld.getFirst();
        assertThat(finding.verdict().withheldBy()).isEqualTo("known tool (policy p, team-a, until 2030-01-31)");
        assertThat(finding.verdict().enforced()).isFalse();
    }

    @Test
    void doesNotCountAnExceptionAfterItsLastDay() {
        policies(policy("p", exception("workload: api", "2026-01-01")));

        assertThat(judge(container(), Instant.parse("2026-01-01T23:59:59Z"))).isEmpty();
        assertThat(judge(container(), Instant.parse("2026-01-02T00:00:00Z"))).hasSize(1);
    }

    @Test
    void doesNotLetAProgramPutAnExceptionOn() {
        policies(policy("p", exception("executable: {path: /usr/bin/tool}", "2030-01-31")));

        layer = OverlayLayer.UPPER;
        assertThat(judge(container())).hasSize(1);
        layer = OverlayLayer.BOTH;
        assertThat(judge(container())).hasSize(1);
        layer = OverlayLayer.LOWER;
        imageLayerPath = "/tmp/tool";
        assertThat(judge(container())).hasSize(1);
    }

    @Test
    void bindsAnExceptionToTheImageItNames() {
        policies(policy("p", exception("digest: sha256:" + "a".repeat(64), "2030-01-31")));
        assertThat(judge(container())).hasSize(1);

        policies(policy("p", exception("image: registry/api:*", "2030-01-31")));
        assertThat(judge(container())).isEmpty();
    }

    private static RuleInfo rule(String id) {
        return new RuleInfo(id, id, Severity.CRITICAL, List.of(), false, Map.of(), "");
    }

    private void policies(String... documents) {
        engine.replacePolicies(accepted(loader.parse("test", String.join("---\n", documents))));
    }

    private static PolicySet accepted(LoadedPolicies loaded) {
        assertThat(loaded).isInstanceOf(LoadedPolicies.Accepted.class);
        return ((LoadedPolicies.Accepted) loaded).policies();
    }

    private static String policy(String name, String spec) {
        return "apiVersion: vedette.dev/v1alpha1\nkind: Policy\nmetadata: {name: " + name + "}\nspec: " + spec + "\n";
    }

    private static String exception(String bound, String expires) {
        return "{mode: enforce, responses: [{action: stop}], exceptions: [{rule: " + RULE + ", " + bound
                + ", reason: known tool, owner: team-a, expires: " + expires + "}]}";
    }

    private Verdict verdict(Container container) {
        List<Finding> findings = judge(container);
        assertThat(findings).hasSize(1);
        return findings.getFirst().verdict();
    }

    private List<Finding> judge(Container container) {
        return judge(container, Instant.parse("2026-06-01T00:00:00Z"));
    }

    private List<Finding> judge(Container container, Instant when) {
        ProcessInfo process = new ProcessInfo(
                new ProcessId(42, 7),
                "tool",
                new FileObject(
                        imageLayerPath,
                        1,
                        2,
                        0,
                        FileSystemMagic.OVERLAY,
                        1,
                        0100755,
                        0,
                        layer,
                        FileObject.PathEnd.ROOT),
                List.of("tool"),
                Credentials.UNKNOWN,
                Namespaces.UNKNOWN,
                Stdio.UNKNOWN,
                null,
                false);
        EventContext context = new EventContext(
                TimeUnit.SECONDS.toNanos(when.getEpochSecond()),
                TimeUnit.SECONDS.toNanos(when.getEpochSecond()),
                process,
                container,
                LifePhase.RUNNING,
                Set.of(),
                Origin.LIVE,
                0);
        FileObject corePattern = new FileObject(
                "/proc/sys/kernel/core_pattern",
                4,
                5,
                0,
                FileSystemMagic.PROC,
                1,
                0100644,
                0,
                OverlayLayer.NONE,
                FileObject.PathEnd.ROOT);
        List<Finding> findings = new ArrayList<>();
        engine.evaluate(
                new FileOpened(context, corePattern, false, true, false, "", false, FileRole.ORDINARY), findings::add);
        return findings.stream().filter(f -> f.ruleId().equals(RULE)).toList();
    }

    private static Container container() {
        return new Container(
                "c1",
                "main",
                "registry/api:1",
                "",
                "containerd",
                new Container.Pod("shop", "api-1", "u", "api", Map.of("tier", "web")),
                Set.of(),
                0,
                Container.Identity.KNOWN);
    }
}
