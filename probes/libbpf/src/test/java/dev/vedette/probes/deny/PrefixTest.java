package dev.vedette.probes.deny;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {
    @ParameterizedTest
    @CsvSource({
        "10.1.2.3/8, 0, ffff0a000000, 104",
        "169.254.169.254, 0, ffffa9fea9fe, 128",
        "0.0.0.0/0, 0, ffff00000000, 96",
        "::ffff:10.0.0.0/104, 0, ffff0a000000, 104",
        "fd12::/8, fd00000000000000, 0, 8",
        "::1, 0, 1, 128",
        "::/0, 0, 0, 0",
    })
    void readsAddressesAndMasksWhatIsBeyond(String text, String high, String low, int length) {
        assertThat(Prefix.parse(text))
                .contains(new Prefix(Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16), length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "example.org", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129", "10", "1.2.3", "a:b"})
    void refusesWhatIsNoAddress(String text) {
        assertThat(Prefix.parse(text)).isEmpty();
    }

    @Test
    void coversWhatIsWithin() {
        Prefix ten = Prefix.parse("10.0.0.0/8").orElseThrow();

        assertThat(ten.covers(Prefix.parse("10.9.8.7").orElseThrow())).isTrue();
        assertThat(ten.covers(Prefix.parse("11.0.0.0/8").orElseThrow())).isFalse();
        assertThat(ten.covers(Prefix.parse("0.0.0.0/0").orElseThrow())).isFalse();
        assertThat(Prefix.parse("::/0").orElseThrow().covers(ten)).isTrue();
    }
}
