package dev.vedette.baseline.blame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RememberedTest {
    private final Remembered<List<String>> remembered = new Remembered<>(ArrayList::new);

    @Test
    void keepsWhatIsMetAgain() {
        remembered.of("a").add("kept");
        for (int i = 0; i < 1_000; i++) {
            remembered.nextWindow();
            assertThat(remembered.of("a")).containsExactly("kept");
        }
    }

    @Test
    void forgetsWhatIsAbsentForTenMinutes() {
        remembered.of("a").add("kept");
        for (int i = 0; i < 120; i++) {
            assertThat(remembered.ifKnown("a")).isNotNull();
            remembered.nextWindow();
        }
        remembered.nextWindow();
        assertThat(remembered.ifKnown("a")).isNull();
    }

    @Test
    void isBounded() {
        for (int i = 0; i < 3 * Remembered.MOST; i++) {
            remembered.of("c" + i);
        }
        int[] kept = new int[1];
        remembered.forEach((key, value) -> kept[0]++);
        assertThat(kept[0]).isEqualTo(Remembered.MOST);
    }
}
