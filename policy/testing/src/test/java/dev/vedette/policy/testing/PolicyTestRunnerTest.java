package dev.vedette.policy.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.compiler.RuleCompiler;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.model.PolicySet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests pass and fail as they should, and say why. */
class PolicyTestRunnerTest {
    private static final String RULES = """
            package rules.test
            import dev.vedette.policy.model.Detection
            import dev.vedette.policy.model.FileOpened
            import dev.vedette.policy.model.Memory
            import dev.vedette.policy.model.ProcessExecuted
            import dev.vedette.policy.model.Severity
            import dev.vedette.policy.model.Tally
            import java.time.Duration
            global Memory memory

            rule "T-1"
            when
                $event : FileOpened(inRunningContainer, write, file.path.startsWith("/data/"))
            then
                insert(Detection.of("T-1", Severity.HIGH, $event, $event.process().executable().path() + " wrote.")
                    .with("file", $event.file().path())
                    .withKey($event.file().path()));
            end

            rule "T-2 notes"
            when
                $event : FileOpened(inRunningContainer, read, file.path.startsWith("/data/"))
            then
                insert(memory.note("T-2", $event, "", $event.file().path(), Duration.ofMinutes(1)));
            end

            rule "T-2"
            when
                $tally : Tally(name == "T-2", distinct >= 2)
            then
                insert(Detection.of("T-2", Severity.LOW, $tally.fact(), "Two were read.").withKey("two"));
            end

            rule "T-3"
            when
                $event : ProcessExecuted(process.arguments.get(5) == "x")
            then
                insert(Detection.of("T-3", Severity.LOW, $event, "Never."));
            end
            """;

    @TempDir
    static Path folder;

    private static RuleBundle bundle;

    @BeforeAll
    static void compile() throws Exception {
        Files.writeString(folder.resolve("t.drl"), RULES);
        for (String id : List.of("T-1", "T-2", "T-3")) {
            Files.writeString(
                    folder.resolve(id + ".md"), "---\nid: " + id + "\ntitle: Title\nseverity: high\n---\nPage.\n");
        }
        Path jar = folder.resolve("t.jar");
        assertThat(new RuleCompiler().compile(folder, jar)).isEmpty();
        bundle = RuleBundle.open(jar);
    }

    @AfterAll
    static void close() {
        bundle.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FileOpened: {file: /data/a, write: true} | [{rule: T-1}]
            FileOpened: {file: /data/a, write: true} | [{rule: T-1, severity: high, key: /data/a, fact: 1}]
            FileOpened: {file: /data/a, write: true} | [{rule: T-1, message: "*nginx wrote*", evidence: {file: "/data/*"}}]
            FileOpened: {file: /data/a, write: true, phase: SETUP} | none
            FileOpened: {file: /data/a, write: true, container: host} | none
            FileOpened: {file: /else/a, write: true} | none
            FileOpened: {file: /data/a} | none
            """)
    void passesWhereItIsAsExpected(String fact, String findings) throws Exception {
        assertThat(differences(fact, findings)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FileOpened: {file: /data/a, write: true} | none | unexpected: T-1 high, key '/data/a', of fact 1: /usr/sbin/nginx wrote.
            FileOpened: {file: /data/a} | [{rule: T-1, severity: high}] | missing (line 8): T-1 high
            FileOpened: {file: /data/a, write: true} | [{rule: T-1, severity: low}] | T-1 (line 8): severity is 'high', expected 'low'
            FileOpened: {file: /data/a, write: true} | [{rule: T-1, key: /data/b}] | T-1 (line 8): key is '/data/a', expected '/data/b'
            FileOpened: {file: /data/a, write: true} | [{rule: T-1, evidence: {host: x}}] | T-1 (line 8): evidence host is 'none', expected 'x'
            FileOpened: {file: /data/a, write: true} | [{rule: T-1, withheld: true}] | T-1 (line 8): nothing keeps it back
            ProcessExecuted: {process: /bin/sh} | none | rule T-3 failed on fact 1: org.drools.modelcompiler.constraints.ConstraintEvaluationException
            """)
    void saysWhatIsNotAsExpected(String fact, String findings, String difference) throws Exception {
        assertThat(differences(fact, findings)).singleElement().asString().startsWith(difference);
    }

    @Test
    void factsGoByATimeOfTheirOwnAndEachTestBeginsAnew() throws Exception {
        PolicyTestFiles files = read("""
                apiVersion: vedette.dev/v1alpha1
                kind: PolicyTest
                tests:
                  - name: two at once
                    facts: [FileOpened: {file: /data/a}, FileOpened: {file: /data/b}]
                    findings: [{rule: T-2, fact: 2}]
                  - name: one alone
                    facts: [FileOpened: {file: /data/b}]
                    findings: none
                  - name: long after one another
                    facts: [FileOpened: {file: /data/a}, FileOpened: {file: /data/b, wait: 2m}]
                    findings: none
                """);

        assertThat(files.problems()).isEmpty();
        for (PolicyTest test : files.tests()) {
            assertThat(run(test)).as(test.name()).isEmpty();
        }
    }

    @Test
    void theSameFindingIsOneHoweverOftenItComes() throws Exception {
        String write = "FileOpened: {file: /data/a, write: true}";

        assertThat(differences(write + "\n      - " + write, "[{rule: T-1}]")).isEmpty();
        assertThat(differences(write + "\n      - FileOpened: {file: /data/b, write: true}", "[{rule: T-1}]"))
                .singleElement()
                .asString()
                .startsWith("unexpected: T-1");
    }

    @Test
    void anExpectationThatSaysLittleMakesWayForOneThatSaysMore() throws Exception {
        String two = "FileOpened: {file: /data/a, write: true}\n      - FileOpened: {file: /data/b, write: true}";

        assertThat(differences(two, "[{rule: T-1}, {rule: T-1, key: /data/a}]")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FileOpned: {file: /x}         | none          | 6:9: There is no fact 'FileOpned'; did you mean 'FileOpened'?
            FileOpened: {fil: /x}         | none          | 6:22: 'fil' is not a key of FileOpened; did you mean 'file'?
            FileOpened: {file: x}         | none          | 6:28: 'x' is not valid here; it must be a path, or a mapping.
            SocketActivity: {operation: CONECT} | none    | 6:37: 'CONECT' is not valid here; did you mean 'CONNECT'?
            FileOpened: {file: /x}        | [{rule: T-9}] | 8:15: There is no rule 'T-9'; did you mean 'T-1'?
            FileOpened: {file: /x}        | [{rule: T-1, severty: low}] | 8:20: 'severty' is not a key of an expected finding; did you mean 'severity'?
            FileOpened: {file: /x, wait: 10s, process: {parent: {parent: {pid: x}}}} | none | 6:76: 'x' is not valid here; it must be a whole number of 32 bits.
            FileOpened: {file: /x}        | []            | 8:7: Here must be a list of findings, or 'none'.
            """)
    void saysWhereATestIsWrongAndWhatWasProbablyMeant(String fact, String findings, String problem) throws Exception {
        assertThat(read(document(fact, findings)).problems().stream().map(Object::toString))
                .contains(folder.resolve("x.test.yaml") + ":" + problem);
    }

    private static List<String> differences(String fact, String findings) throws Exception {
        PolicyTestFiles files = read(document(fact, findings));
        assertThat(files.problems()).isEmpty();
        return run(files.tests().getFirst());
    }

    private static List<String> run(PolicyTest test) throws Exception {
        return new PolicyTestRunner(List.of(bundle)).run(test, PolicySet.NONE).differences();
    }

    private static String document(String fact, String findings) {
        return """
                apiVersion: vedette.dev/v1alpha1
                kind: PolicyTest
                tests:
                  - name: one
                    facts:
                      - %s
                    findings:
                %s
                """.formatted(fact, findings.indent(6).stripTrailing());
    }

    private static PolicyTestFiles read(String text) throws Exception {
        return new PolicyTestReader(bundle.pages()).read(Files.writeString(folder.resolve("x.test.yaml"), text));
    }
}
