package dev.vedette.policy.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCutOffException;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.PolicySet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule that goes on for too long is cut off where that can be done, named, and rests for a time; the others go on. */
class RunawayRulesTest {
    private static final String ANY_FILE = "$e : FileOpened(write)";
    /** For some tenths of a second, in no loop of the rule's own. */
    private static final String WORKS = "new java.math.BigInteger(\"7\").pow(300_000).toString();";

    @TempDir
    Path sources;

    @TempDir
    Path out;

    private final List<String> tooLong = new ArrayList<>();
    private final List<String> rested = new ArrayList<>();
    private RuleBundle bundle;
    private PolicyEngine engine;

    @AfterEach
    void close() {
        engine.close();
        bundle.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int i = 0; while (i < 1) { i = i * 1; }",
                "for (long i = 1; i != 0; i++) { try { Thread.onSpinWait(); } catch (RuntimeException e) { i = 1; } }",
                "int i = 0; do { switch (i) { case 0: continue; default: i = 0; } } while (i < 1);",
                "java.util.stream.Stream.iterate(1, i -> i).forEach(i -> { });"
            })
    void cutsOffAConsequenceThatDoesNotEnd(String consequence) throws Exception {
        RuleSource.write(sources, "A-1", ANY_FILE, consequence);
        RuleSource.write(sources, "B-1", ANY_FILE, RuleSource.detect("B-1"));
        start();

        assertThat(judge(1)).containsExactly("B-1");

        assertThat(tooLong).singleElement().asString().startsWith("A-1 went ");
    }

    @Test
    void cutsOffAConditionThatDoesNotEnd() throws Exception {
        function("boolean spins(String text) { while (text != null) { text = text.trim(); } return true; }");
        RuleSource.write(sources, "A-1", "$e : FileOpened(write, spins(file.path))", RuleSource.detect("A-1"));
        RuleSource.write(sources, "B-1", ANY_FILE, RuleSource.detect("B-1"));
        start();

        assertThat(judge(1)).containsExactly("B-1");

        assertThat(tooLong).singleElement().asString().startsWith("A-1 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"while ($e.write()) { Thread.onSpinWait(); }", WORKS})
    void givesARuleThatWasTooLongAgainAndAgainARest(String consequence) throws Exception {
        RuleSource.write(sources, "A-1", ANY_FILE, consequence);
        RuleSource.write(sources, "B-1", ANY_FILE, RuleSource.detect("B-1"));
        start();

        for (int i = 1; i <= 5; i++) {
            assertThat(judge(i)).containsExactly("B-1");
        }

        assertThat(tooLong).hasSize(4).allMatch(said -> said.startsWith("A-1 "));
        assertThat(tooLong.getLast()).contains("no say for the next one");
        assertThat(rested).containsExactly("A-1", "A-1");
        // From the third on it rests for a minute.
        assertThat(judge(64)).containsExactly("B-1");
        assertThat(tooLong).hasSize(5);
    }

    @Test
    void givesARuleWhoseConditionDoesNotEndARest() throws Exception {
        function("boolean spins(String text) { while (text != null) { text = text.trim(); } return true; }");
        RuleSource.write(sources, "A-1", "$e : FileOpened(write, spins(file.path))", RuleSource.detect("A-1"));
        RuleSource.write(sources, "B-1", ANY_FILE, RuleSource.detect("B-1"));
        start();

        for (int i = 1; i <= 5; i++) {
            assertThat(judge(i)).containsExactly("B-1");
        }

        assertThat(tooLong).hasSize(4);
        assertThat(tooLong.getLast()).contains("no say for the next one");
    }

    @Test
    void namesARuleWhoseConditionIsSlow() throws Exception {
        function("boolean works(String text) { " + WORKS + " return false; }");
        RuleSource.write(sources, "A-1", "$e : FileOpened(write, works(file.path))", RuleSource.detect("A-1"));
        RuleSource.write(sources, "B-1", ANY_FILE, RuleSource.detect("B-1"));
        start();

        for (int i = 1; i <= 12; i++) {
            assertThat(judge(i)).containsExactly("B-1");
        }

        assertThat(tooLong).hasSize(4).allMatch(said -> said.startsWith("A-1 "));
        assertThat(tooLong.getLast()).contains("no say for the next one");
    }

    /** As on a node whose processors are taken, or while the heap is collected. */
    @Test
    void doesNotHoldItAgainstARuleThatItHadToWait() throws Exception {
        function("boolean waits(String text) {"
                + " try { Thread.sleep(110); } catch (InterruptedException e) { } return true; }");
        RuleSource.write(sources, "A-1", "$e : FileOpened(write, waits(file.path))", RuleSource.detect("A-1"));
        RuleSource.write(sources, "B-1", ANY_FILE, "Thread.sleep(110); " + RuleSource.detect("B-1"));
        start();

        for (int i = 1; i <= 4; i++) {
            assertThat(judge(i)).containsExactlyInAnyOrder("A-1", "B-1");
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void lateRoundsOfOneFactAreNotHeldAgainstTheNext() throws Exception {
        function("int rounds(int count) { int sum = 0; for (int i = 0; i < count; i++) { sum += 1; } return sum; }");
        RuleSource.write(sources, "A-1", "$e : FileOpened(write, rounds(600000) == 600000)", RuleSource.detect("A-1"));
        start();

        for (int i = 1; i <= 4; i++) {
            assertThat(judge(i)).containsExactly("A-1");
        }
        assertThat(tooLong).isEmpty();
    }

    private void function(String code) throws Exception {
        Files.writeString(sources.resolve("functions.drl"), "package my.rules\nfunction " + code + "\n");
    }

    private void start() throws Exception {
        Path jar = out.resolve("bundle.jar");
        assertThat(new RuleCompiler().compile(sources, jar)).isEmpty();
        bundle = RuleBundle.open(jar);
        EngineObserver observer = new EngineObserver() {
            @Override
            public void ruleFailed(String rule, Throwable cause) {
                assertThat(cause).isInstanceOf(RuleCutOffException.class);
                tooLong.add(rule + " " + cause.getMessage());
            }

            @Override
            public void ruleRested(String rule) {
                rested.add(rule);
            }
        };
        engine = new PolicyEngine(new Site("node-1", "boot-1"), List.of(bundle), PolicySet.NONE, observer);
    }

    private List<String> judge(int second) {
        List<Finding> findings = new ArrayList<>();
        engine.evaluate(Opened.after(Duration.ofSeconds(second)), findings::add);
        return findings.stream().map(Finding::ruleId).toList();
    }
}
