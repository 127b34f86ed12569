package dev.vedette.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Glob;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathListTest {
    private static final List<String> ENTRIES =
            List.of("/etc/shadow", "*/.aws/credentials", "/etc/cron.*/*", "*/.git/hooks/*", ".netrc", "*.pth");

    @ParameterizedTest
    @CsvSource({
        "/etc/shadow, true",
        "/etc/shadow2, false",
        "/home/a/.aws/credentials, true",
        "/credentials, false",
        "/etc/cron.d/x, true",
        "/etc/crontab, false",
        "/src/.git/hooks/a/b, true",
        "/usr/lib/site.pth, true",
        "/root/.netrc, false"
    })
    void hasWhatIsWrittenAndWhatFitsAPattern(String path, boolean has) {
        assertThat(PathList.of(ENTRIES).has(path)).isEqualTo(has);
    }

    @Test
    void namesAFileByItsLastComponentWhereThatIsAsked() {
        assertThat(PathList.of(ENTRIES).hasOrNames("/root/.netrc")).isTrue();
        assertThat(PathList.of(ENTRIES).hasOrNames("/root/x.netrc")).isFalse();
        assertThat(PathList.of(ENTRIES).hasOrNames("/home/a/.aws/credentials")).isTrue();
    }

    @Test
    void saysWhatTryingEachPatternWouldSay() {
        Random lot = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String pattern = drawn(lot, "ab*/");
            String path = drawn(lot, "ab/");
            assertThat(PathList.of(List.of(pattern)).has(path))
                    .as(pattern + " " + path)
                    .isEqualTo(new Glob(pattern).matches(path));
        }
    }

    private static String drawn(Random lot, String letters) {
        StringBuilder text = new StringBuilder();
        for (int length = 1 + lot.nextInt(7); length > 0; length--) {
            text.append(letters.charAt(lot.nextInt(letters.length())));
        }
        return text.toString();
    }
}
