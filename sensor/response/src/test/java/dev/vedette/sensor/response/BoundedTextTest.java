package dev.vedette.sensor.response;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedTextTest {
    @Test
    void aLineStaysOneWhateverItHolds() {
        String text = new BoundedText(1_000)
                .line("4711 3 /tmp/x\n1 0 /sbin/init\r\u001b]0;root\u0007\u009b2J\u202etxt")
                .line("rights\tfields")
                .toString();

        assertThat(text.split("\n", -1))
                .containsExactly(
                        "4711 3 /tmp/x\\u000a1 0 /sbin/init\\u000d\\u001b]0;root\\u0007\\u009b2J\\u202etxt",
                        "rights fields",
                        "");
    }

    @Test
    void saysHowManyLinesWereLeftOut() {
        String text = new BoundedText(10).line("\n\n").line("short").line("x").toString();

        assertThat(text).as("bounded by what it becomes").isEqualTo("short\nx\n(1 lines more were left out)\n");
    }
}
