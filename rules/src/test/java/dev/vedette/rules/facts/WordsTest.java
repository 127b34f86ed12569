package dev.vedette.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileSystemMounted;
import dev.vedette.policy.model.NamespaceKind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void keepsOneOrderOfNamespaces() {
        assertThat(Words.namespaces(List.of(NamespaceKind.UTS, NamespaceKind.MOUNT)))
                .isEqualTo("mount, uts");
    }

    @Test
    void choosesTheUnitOfADuration() {
        assertThat(Words.duration(Duration.ofNanos(51_200))).isEqualTo("0.05 ms");
        assertThat(Words.duration(Duration.ofNanos(3_140_000))).isEqualTo("3.1 ms");
        assertThat(Words.duration(Duration.ZERO)).isEqualTo("0 ms");
        assertThat(Words.duration(Duration.ofMillis(1500))).isEqualTo("1500 ms");
        assertThat(Words.duration(Duration.ofSeconds(60))).isEqualTo("60 s");
    }

    @Test
    void boundsWhatProgramsChoose() {
        assertThat(Words.shortened("x".repeat(10_000))).hasSizeLessThan(200);
        assertThat(Words.shortened("short")).isEqualTo("short");
    }

    @Test
    void namesAConstantTheSameInEveryLanguage() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.of("tr"));
        try {
            assertThat(Words.named(FileSystemMounted.Operation.PIVOT_ROOT)).isEqualTo("pivot root");
        } finally {
            Locale.setDefault(before);
        }
    }
}
