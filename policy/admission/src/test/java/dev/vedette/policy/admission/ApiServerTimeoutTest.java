package dev.vedette.policy.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiServerTimeoutTest {
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            -,     2000
            3s,    2000
            1s,    800
            2s,    1600
            30s,   2000
            0s,    2000
            1m,    2000
            -1s,   2000
            999s,  2000
            x,     2000
            """)
    void answersBeforeTheApiServerHasGoneOn(String said, long millis) {
        assertThat(ApiServerTimeout.shorten(Duration.ofSeconds(2), said)).hasMillis(millis);
    }
}
