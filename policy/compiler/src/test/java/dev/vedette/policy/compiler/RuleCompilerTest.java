package dev.vedette.policy.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.engine.RuleProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleCompilerTest {
    @TempDir
    Path sources;

    @TempDir
    Path out;

    private Path bundle;

    @BeforeEach
    void addGoodRule() throws IOException {
        bundle = out.resolve("bundle.jar");
        RuleSource.write(sources, "OK-1", "$e : FileOpened(write)", RuleSource.detect("OK-1"));
    }

    @Test
    void makesTheSameBundleOfTheSameRules() throws IOException {
        assertThat(new RuleCompiler().compile(sources, bundle)).isEmpty();
        byte[] first = Files.readAllBytes(bundle);
        assertThat(new RuleCompiler().compile(sources, bundle)).isEmpty();

        assertThat(Files.readAllBytes(bundle)).isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            $e : FileOpend(write)                | insert($e);     | 7  | FileOpend
            $e : FileOpened(wrte)                | insert($e);     | 7  | wrte
            $e : FileOpened(file.nothing == 3)   | insert($e);     | 7  | nothing
            $e : FileOpened(write                | insert($e);     | 8  | mismatched input 'then'
            $e : FileOpened(write)               | foo();          | 9  | foo()
            $e : FileOpened(write)               | int x = "a";    | 9  | cannot convert from String to int
            """)
    void namesFileLineAndCulprit(String condition, String consequence, int line, String words) throws IOException {
        Files.writeString(bundle, "what was there before");
        RuleSource.write(sources, "BAD-1", condition, consequence);

        List<RuleProblem> problems = new RuleCompiler().compile(sources, bundle);

        assertThat(problems).isNotEmpty().allSatisfy(p -> {
            assertThat(p.file()).isEqualTo("BAD-1-test.drl");
            assertThat(p.message())
                    .doesNotContain("\n")
                    .doesNotContain("Exception")
                    .endsWith(".");
        });
        assertThat(problems.getFirst().message()).contains(words);
        assertThat(problems.getFirst().line()).isEqualTo(line);
        assertThat(bundle).hasContent("what was there before");
    }

    @Test
    void namesTheFileWhereTheCompilerBreaksOff() throws IOException {
        RuleSource.write(sources, "BAD-1", "$e : FileOpened(write)", "String s = foo;\n\n    bar.x();");

        assertThat(new RuleCompiler().compile(sources, bundle))
                .isNotEmpty()
                .allSatisfy(p -> assertThat(p.file()).isEqualTo("BAD-1-test.drl"));
    }

    @Test
    void refusesGarbage() throws IOException {
        Files.writeString(sources.resolve("x.drl"), "\u0000\u0001garbage {{{");

        assertThat(new RuleCompiler().compile(sources, bundle))
                .isNotEmpty()
                .allSatisfy(p -> assertThat(p.file()).isEqualTo("x.drl"));
    }

    @Test
    void asksForThePageOfARule() throws IOException {
        Files.delete(sources.resolve("OK-1-test.md"));

        assertThat(new RuleCompiler().compile(sources, bundle)).singleElement().satisfies(p -> {
            assertThat(p.file()).isEqualTo("OK-1-test.drl");
            assertThat(p.line()).isEqualTo(5);
            assertThat(p.message()).startsWith("Rule OK-1 has no page");
        });
    }

    @Test
    void refusesAPageWithoutSeverity() throws IOException {
        Files.writeString(sources.resolve("OK-1-test.md"), "---\nid: OK-1\ntitle: x\n---\n");

        assertThat(new RuleCompiler().compile(sources, bundle))
                .singleElement()
                .satisfies(p -> assertThat(p.message()).contains("OK-1-test.md has no 'severity'"));
    }

    @Test
    void saysSoWhereThereIsNoRule() throws IOException {
        assertThat(new RuleCompiler().compile(out, bundle))
                .singleElement()
                .satisfies(p -> assertThat(p.message()).isEqualTo("There is no rule (*.drl) here."));
    }
}
