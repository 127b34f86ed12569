package dev.vedette.policy.testing;

import dev.vedette.policy.model.Glob;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One test: what happens, and what is to be found.
 *
 * @param file where it stands
 * @param line where it begins, 1-based
 * @param rules whose findings are looked at
 * @param policies the documents by which it is judged; empty for those that the command names
 * @param facts what happens, in order
 * @param expected what is to be found; nothing else of {@code rules} may be
 */
public record PolicyTest(
        String name,
        Path file,
        int line,
        List<Glob> rules,
        Optional<Path> policies,
        List<TimedFact> facts,
        List<ExpectedFinding> expected) {
    public PolicyTest {
        rules = List.copyOf(rules);
        facts = List.copyOf(facts);
        expected = List.copyOf(expected);
    }

    /** For people, as editors find it. */
    public String place() {
        return file + ":" + line;
    }

    boolean isAbout(String rule) {
        return rules.stream().anyMatch(glob -> glob.matches(rule));
    }
}
