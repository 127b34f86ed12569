package dev.vedette.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a document holds, reading it ends with policies or with problems. */
class PolicyFuzzTest {
    private static final int DOCUMENTS = 100_000;
    private static final List<String> PIECES = List.of(
            "[",
            "]",
            "{",
            "}",
            ":",
            "- ",
            "\n",
            "\n  ",
            "*a",
            "&a ",
            "<<: ",
            "~",
            "null",
            "true",
            "!!str ",
            "!x ",
            "---\n",
            "...\n",
            "'",
            "\"",
            "|\n",
            ">\n",
            "?",
            "%YAML 9.9\n",
            "\t",
            "\u0000",
            "\ud800",
            "rules: ",
            "mode: ",
            "expires: 2027-13-01",
            "0x",
            "spec:",
            "@",
            "#",
            ",",
            "VDT-*");

    private final PolicyLoader loader = new PolicyLoader(Rules.ALL);

    @Test
    void neverEndsInAnythingElseThanPoliciesOrProblems() {
        Random random = new Random(20_260_101);
        int accepted = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            String text = mutate(PolicyLoaderTest.FULL, random);
            switch (loader.parse("fuzz.yaml", text)) {
                case LoadedPolicies.Accepted a -> accepted++;
                case LoadedPolicies.Refused refused ->
                    assertThat(refused.problems()).as(text).isNotEmpty().allSatisfy(p -> {
                        assertThat(p.message())
                                .doesNotContain("\n")
                                .doesNotContain("Exception")
                                .endsWith(end(p));
                        assertThat(p.line()).isBetween(0, text.length() + 1);
                    });
            }
        }
        assertThat(accepted).as("documents that stayed valid").isBetween(DOCUMENTS / 100, DOCUMENTS * 3 / 4);
    }

    private static String end(PolicyProblem problem) {
        return problem.message().endsWith("?") ? "?" : ".";
    }

    private static String mutate(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(5)) {
                case 0 -> mutated.deleteCharAt(at);
                case 1 -> mutated.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> mutated.setCharAt(at, (char) random.nextInt(128));
                case 3 -> mutated.delete(at, Math.min(mutated.length(), at + random.nextInt(40)));
                default -> {
                    int from = random.nextInt(mutated.length());
                    mutated.insert(at, mutated.substring(from, Math.min(mutated.length(), from + random.nextInt(60))));
                }
            }
            if (mutated.isEmpty()) {
                mutated.append(' ');
            }
        }
        return mutated.toString();
    }
}
