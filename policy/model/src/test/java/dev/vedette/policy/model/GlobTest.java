package dev.vedette.policy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "VDT-2*, VDT-2002, true",
        "VDT-2*, VDT-3002, false",
        "*, '', true",
        "a*c*e, abcde, true",
        "a*c*e, abcdef, false",
        "a.c, abc, false",
        "**a, bca, true",
    })
    void takesAStarForAnyText(String pattern, String text, boolean matches) {
        assertThat(new Glob(pattern).matches(text)).isEqualTo(matches);
    }

    @Test
    void agreesWithARegularExpression() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String pattern = letters(random, "ab*", 1 + random.nextInt(8));
            String text = letters(random, "ab", random.nextInt(12));
            boolean expected = Pattern.matches(pattern.replace("*", ".*"), text);
            assertThat(new Glob(pattern).matches(text))
                    .as(pattern + " on " + text)
                    .isEqualTo(expected);
        }
    }

    @Test
    void comesToAnEndOnPatternsThatMakeRegularExpressionsBacktrack() {
        assertThat(new Glob("*a".repeat(120) + "b").matches("a".repeat(4000))).isFalse();
    }

    @Test
    void ranksAnExactPatternFirstAndThenWhatSaysMore() {
        assertThat(new Glob("a").specificity()).isGreaterThan(new Glob("abcdef*").specificity());
        assertThat(new Glob("VDT-20*").specificity()).isGreaterThan(new Glob("VDT-2*").specificity());
        assertThat(Glob.ANY.specificity()).isZero();
    }

    @Test
    void refusesAnEmptyPattern() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Glob(""));
    }

    private static String letters(Random random, String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
