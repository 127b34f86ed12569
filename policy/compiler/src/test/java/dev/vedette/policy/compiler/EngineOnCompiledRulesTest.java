package dev.vedette.policy.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Glob;
import dev.vedette.policy.model.ParameterOverride;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.ProcessExited;
import dev.vedette.policy.model.Scope;
import dev.vedette.policy.model.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineOnCompiledRulesTest {
    private static final Site SITE = new Site("node-1", "boot-1");

    @TempDir
    Path sources;

    @TempDir
    Path out;

    private final List<String> failures = new ArrayList<>();
    private RuleBundle bundle;
    private PolicyEngine engine;

    @AfterEach
    void close() {
        engine.close();
        bundle.close();
    }

    @Test
    void turnsADetectionIntoAFinding() throws Exception {
        rule("T-1", "$e : FileOpened(write, file.name == \"core_pattern\")", RuleSource.detect("T-1"));
        start();

        Finding finding = only(judge(Opened.forWriting("/proc/sys/kernel/core_pattern")));

        assertThat(finding.ruleId()).isEqualTo("T-1");
        assertThat(finding.title()).isEqualTo("Title of T-1");
        assertThat(finding.techniques()).containsExactly("T1611");
        assertThat(finding.node()).isEqualTo("node-1");
        assertThat(finding.evidence()).containsEntry("file", "f");
        assertThat(finding.process().pid()).isEqualTo(42);
        assertThat(finding.verdict()).isEqualTo(Verdict.DEFAULT);
        assertThat(judge(Opened.forWriting("/tmp/x"))).isEmpty();
    }

    @Test
    void givesTheSameEventTheSameIdAfterARestartAndOthersAnother() throws Exception {
        rule("T-1", "$e : FileOpened(write)", RuleSource.detect("T-1"));
        start();
        String id = only(judge(Opened.forWriting("/a", "n", 1))).id();
        engine.close();
        bundle.close();
        start();

        assertThat(only(judge(Opened.forWriting("/a", "n", 1))).id())
                .isEqualTo(id)
                .hasSize(32);
        assertThat(only(judge(Opened.forWriting("/a", "n", 2))).id()).isNotEqualTo(id);
    }

    @Test
    void leavesNothingBehindInTheSession() throws Exception {
        rule("T-1", "$e : FileOpened(write)\n $other : FileOpened(this != $e)", RuleSource.detect("T-1"));
        start();

        assertThat(judge(Opened.forWriting("/a", "n", 1))).isEmpty();
        assertThat(judge(Opened.forWriting("/b", "n", 2))).isEmpty();
    }

    @Test
    void goesOnWithTheOthersWhenAConsequenceThrows() throws Exception {
        rule("A-1", "$e : FileOpened(write)", "Object o = null; o.toString();");
        rule("B-1", "$e : FileOpened(write)", RuleSource.detect("B-1"));
        rule("C-1", "$e : FileOpened(write)", "if (true) throw new IllegalStateException(\"x\");");
        start();

        for (int i = 0; i < 3; i++) {
            assertThat(ids(judge(Opened.forWriting("/a", "n", i)))).containsExactly("B-1");
        }
        assertThat(failures).containsExactlyInAnyOrder("A-1", "A-1", "A-1", "C-1", "C-1", "C-1");
    }

    @Test
    void goesOnWithTheOthersWhenAConditionThrows() throws Exception {
        rule("A-1", "$e : FileOpened(write, file.path.substring(5) == \"x\")", RuleSource.detect("A-1"));
        rule("B-1", "$e : FileOpened(write)", RuleSource.detect("B-1"));
        rule("C-1", "$e : FileOpened(write, Integer.parseInt(file.path) == 3)", RuleSource.detect("C-1"));
        start();

        assertThat(ids(judge(Opened.forWriting("/a", "n", 1)))).containsExactly("B-1");
        assertThat(failures).containsExactlyInAnyOrder("A-1", "C-1");
        assertThat(ids(judge(Opened.forWriting("/a", "n", 2)))).containsExactly("B-1");
        assertThat(failures).containsExactlyInAnyOrder("A-1", "C-1", "A-1", "C-1");
        assertThat(ids(judge(Opened.forWriting("123456/x", "n", 3)))).containsExactlyInAnyOrder("B-1");
        assertThat(ids(judge(Opened.forWriting("12345x", "n", 4)))).containsExactlyInAnyOrder("A-1", "B-1");
        assertThat(ids(judge(Opened.forWriting("3", "n", 5)))).containsExactlyInAnyOrder("B-1", "C-1");
    }

    @Test
    void endsRulesThatWouldFeedOneAnotherForEverAndGoesOnWithTheOthers() throws Exception {
        rule("A-1", "$s : String()", "insert(Long.valueOf(1_000_000));");
        rule("B-1", "$e : FileOpened(write)", RuleSource.detect("B-1"));
        rule("C-1", "$e : FileOpened(write)", "insert(\"go\");");
        rule("D-1", "$l : Long()", "insert(String.valueOf($l));");
        start();

        assertThat(ids(judge(Opened.forWriting("/a", "n", 1)))).containsExactly("B-1");
        assertThat(failures).containsExactly("(several rules together)");
        assertThat(ids(judge(Opened.forWriting("/b", "n", 2)))).containsExactly("B-1");
    }

    @Test
    void tellsTheEndlessRuleApart() throws Exception {
        rule("A-1", "$e : FileOpened(write)", "modify($e) {}");
        rule("B-1", "$e : FileOpened(write)", RuleSource.detect("B-1"));
        start();

        assertThat(ids(judge(Opened.forWriting("/a", "n", 1)))).containsExactly("B-1");
        assertThat(failures).containsExactly("A-1");
        assertThat(ids(judge(Opened.forWriting("/b", "n", 2)))).containsExactly("B-1");
        assertThat(failures).containsExactly("A-1", "A-1");
    }

    @Test
    void letsNoRuleSilenceOthers() throws Exception {
        rule("A-1", "$e : FileOpened(write)", "drools.halt();");
        rule("B-1", "$e : FileOpened(write)", RuleSource.detect("B-1"));
        rule("C-1", "$e : FileOpened(write)", "drools.halt();");
        rule("D-1", "$e : FileOpened(write)", RuleSource.detect("D-1"));
        start();

        assertThat(ids(judge(Opened.forWriting("/a", "n", 1)))).containsExactlyInAnyOrder("B-1", "D-1");
        assertThat(failures).isEmpty();
    }

    @Test
    void survivesARuleThatTakesTheFactAway() throws Exception {
        rule("A-1", "$e : FileOpened(write)", RuleSource.detect("A-1") + " delete($e);");
        start();

        assertThat(ids(judge(Opened.forWriting("/a", "n", 1)))).containsExactly("A-1");
        assertThat(ids(judge(Opened.forWriting("/b", "n", 2)))).containsExactly("A-1");
        assertThat(failures).isEmpty();
    }

    @Test
    void tellsADetectionEvenIfTheRulesThatDecideFail() throws Exception {
        rule("B-1", "$e : FileOpened(write)", RuleSource.detect("B-1"));
        response("$d : Detection()", "if (true) throw new IllegalStateException(\"x\");");
        start();
        assertThat(only(judge(Opened.forWriting("/a"))).verdict().why()).contains("failed");
        assertThat(failures).containsExactly("decide");
        engine.close();
        bundle.close();

        response("$d : Detection(evidence.get(\"none\").length() == 3)", "insert(1);");
        start();
        assertThat(only(judge(Opened.forWriting("/a"))).verdict().why()).contains("failed");
        assertThat(failures).containsExactly("decide", "(response rules)");
    }

    @Test
    void survivesARuleThatNeedsWhatThisVersionLacks() throws Exception {
        rule("A-1", "$e : FileOpened(write)", "if (true) throw new NoSuchMethodError(\"gone\");");
        rule("B-1", "$e : FileOpened(write)", RuleSource.detect("B-1"));
        start();

        assertThat(ids(judge(Opened.forWriting("/a", "n", 1)))).containsExactly("B-1");
        assertThat(failures).containsOnly("A-1");
    }

    @Test
    void letsPoliciesSetAListWithinTheirScopeOnly() throws Exception {
        rule("T-1", "$e : FileOpened(parameters.contains(\"T-1\", \"names\", file.name))", RuleSource.detect("T-1"));
        start();
        assertThat(judge(Opened.forWriting("/x/alpha", "n", 1))).hasSize(1);

        Scope teamA = new Scope(List.of(new Glob("team-a")), List.of(), List.of(), Map.of(), false);
        engine.replacePolicies(new PolicySet(
                List.of(), List.of(), List.of(new ParameterOverride("p", teamA, "T-1", "names", List.of("gamma")))));

        assertThat(judge(Opened.forWriting("/x/alpha", "team-a", 2))).isEmpty();
        assertThat(judge(Opened.forWriting("/x/gamma", "team-a", 3))).hasSize(1);
        assertThat(judge(Opened.forWriting("/x/alpha", "team-b", 4))).hasSize(1);
    }

    @Test
    void theEndOfAProcessIsJudgedOnlyByARuleThatNamesIt() throws Exception {
        ProcessExited end = new ProcessExited(Opened.forWriting("/a").context(), 0);
        rule("A-1", "$e : Event()", RuleSource.detect("A-1"));
        start();
        assertThat(judge(end)).isEmpty();
        assertThat(ids(judge(Opened.forWriting("/a")))).containsExactly("A-1");
        engine.close();
        bundle.close();

        rule("B-1", "$e : ProcessExited()", RuleSource.detect("B-1"));
        start();

        assertThat(ids(judge(end))).containsExactlyInAnyOrder("A-1", "B-1");
    }

    private void rule(String id, String condition, String consequence) throws Exception {
        RuleSource.write(sources, id, condition, consequence);
    }

    private void response(String condition, String consequence) throws Exception {
        Files.writeString(sources.resolve("decide.drl"), """
                package dev.vedette.response
                import dev.vedette.policy.model.*
                rule "decide"
                when
                    %s
                then
                    %s
                end
                """.formatted(condition, consequence));
    }

    private void start() throws Exception {
        Path jar = out.resolve("bundle.jar");
        assertThat(new RuleCompiler().compile(sources, jar)).isEmpty();
        bundle = RuleBundle.open(jar);
        EngineObserver observer = new EngineObserver() {
            @Override
            public void ruleFailed(String rule, Throwable cause) {
                failures.add(rule);
            }
        };
        engine = new PolicyEngine(SITE, List.of(bundle), PolicySet.NONE, observer);
    }

    private List<Finding> judge(Fact fact) {
        List<Finding> findings = new ArrayList<>();
        engine.evaluate(fact, findings::add);
        return findings;
    }

    private static List<String> ids(List<Finding> findings) {
        return findings.stream().map(Finding::ruleId).toList();
    }

    private static Finding only(List<Finding> findings) {
        assertThat(findings).hasSize(1);
        return findings.getFirst();
    }
}
