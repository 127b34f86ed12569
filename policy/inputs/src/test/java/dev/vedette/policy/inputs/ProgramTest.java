package dev.vedette.policy.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProgramTest {
    @Test
    void handsOverWhatIsReadAndTakesWhatIsWritten() throws Exception {
        String much = "x".repeat(1 << 20);

        assertThat(program("/bin/cat").run(List.of(), Program.input(much), Program.text()))
                .isEqualTo(much);
    }

    @Test
    void aFailureIsSaidInTheProgramsWords() {
        assertThatThrownBy(() -> program("/bin/cat").run(List.of("/no/such"), Program.text()))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("cat says: ")
                .hasMessageContaining("/no/such");
        assertThatThrownBy(() -> program("/no/such").run(List.of(), Program.text()))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("such cannot be run");
    }

    @Test
    void aProgramThatDoesNotEndIsEnded() {
        Program sleep = new Program(List.of("/bin/sleep"), Map.of(), Duration.ofMillis(200));

        assertThatThrownBy(() -> sleep.run(List.of("1000"), Program.text()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("did not end within");
    }

    private static Program program(String file) {
        return new Program(List.of(file), Map.of("LC_ALL", "C"), Duration.ofSeconds(20));
    }
}
