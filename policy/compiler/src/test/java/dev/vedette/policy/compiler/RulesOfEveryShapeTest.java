package dev.vedette.policy.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.PolicySet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the engine looks at before it puts a fact into a session must not keep a rule from its say, however the rule is
 * put. Each is given one file that it finds, or "any", and one that it does not, or "none".
 */
class RulesOfEveryShapeTest {
    @TempDir
    Path sources;

    @TempDir
    Path out;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', textBlock = """
            $e : FileOpened(write, file.name == "wanted")                                            ~ /a/wanted ~ /a/x
            $e : FileOpened(file.name == "wanted" || file.name == "other")                           ~ /a/other  ~ /a/x
            $e : FileOpened((write && file.name == "wanted") || (!write && file.name == "x"))        ~ /a/wanted ~ /a/x
            $e : FileOpened($name : file.name, $name == "wanted")                                    ~ /a/wanted ~ /a/x
            $e : FileOpened(parameters.contains("T-1", "names", file.name))                          ~ /a/alpha  ~ /a/x
            $e : FileOpened(file.name in ("wanted", "other"))                                        ~ /a/other  ~ /a/x
            $e : FileOpened(file.name matches "w.*")                                                 ~ /a/wanted ~ /a/x
            $e : FileOpened() eval($e.file().name().equals("wanted"))                                ~ /a/wanted ~ /a/x
            $e : FileOpened($file : file) String(this == "wanted") from $file.name()                 ~ /a/wanted ~ /a/x
            $e : FileOpened() not FileOpened(this != $e)                                             ~ any       ~ none
            $e : FileOpened() not FileOpened(file.name == "x")                                       ~ /a/wanted ~ /a/x
            not FileOpened(file.name == "x") $e : FileOpened()                                       ~ /a/wanted ~ /a/x
            exists FileOpened(file.name == "wanted") $e : Event()                                    ~ /a/wanted ~ /a/x
            (FileOpened(file.name == "wanted") or FileOpened(file.name == "other")) $e : FileOpened() ~ /a/other ~ /a/x
            (FileOpened(file.name == "wanted") and not FileOpened(!write)) $e : FileOpened()         ~ /a/wanted ~ /a/x
            $e : FileOpened() accumulate(FileOpened(file.name == "x"); $n : count(1); $n == 0)       ~ /a/wanted ~ /a/x
            accumulate(FileOpened(file.name == "x"); $n : count(1); $n == 0) $e : FileOpened()       ~ /a/wanted ~ /a/x
            forall(FileOpened(file.name == "wanted")) $e : FileOpened()                              ~ /a/wanted ~ /a/x
            $e : Fact()                                                                              ~ any       ~ none
            String() $e : FileOpened()                                                               ~ none      ~ any
            """)
    void findsWhatItSaysAndNothingElse(String condition, String found, String not) throws Exception {
        RuleSource.write(sources, "T-1", condition, RuleSource.detect("T-1"));

        assertThat(judged(path(found))).isEqualTo(found.equals("none") ? 0 : 1);
        assertThat(judged(path(not))).isEqualTo(not.equals("none") ? 1 : 0);
    }

    /** Where any file is found, none is left to be tried. */
    private static String path(String told) {
        return told.startsWith("/") ? told : "/a/b";
    }

    private int judged(String path) throws Exception {
        Path jar = out.resolve("bundle.jar");
        assertThat(new RuleCompiler().compile(sources, jar)).isEmpty();
        EngineObserver strict = new EngineObserver() {
            @Override
            public void ruleFailed(String rule, Throwable cause) {
                throw new AssertionError(rule + " failed", cause);
            }
        };
        try (RuleBundle bundle = RuleBundle.open(jar);
                PolicyEngine engine =
                        new PolicyEngine(new Site("node-1", "boot-1"), List.of(bundle), PolicySet.NONE, strict)) {
            List<Finding> findings = new ArrayList<>();
            engine.evaluate(Opened.forWriting("/before", "n", 1), found -> {});
            engine.evaluate(Opened.forWriting(path), findings::add);
            return findings.size();
        }
    }
}
