package dev.vedette.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "192.0.2.128/25, 192.0.2.127, false",
        "0.0.0.0/0, 198.51.100.1, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "198.51.100.7, 64:ff9b::c633:6407, true",
        "198.51.100.7, 198.51.100.8, false",
    })
    void holdAddressesByTheirBits(String network, String address, boolean within) {
        assertThat(Networks.contain(List.of(network), address)).isEqualTo(within);
    }

    @Test
    void holdNothingWithoutAnAddress() {
        assertThat(Networks.contain(List.of("0.0.0.0/0"), "")).isFalse();
        assertThat(Networks.isPublic("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.1.1.1", "172.31.0.1", "127.0.0.1", "::1", "fd00::1", "fe80::1", "100.64.0.1", "239.1.1.1"})
    void tellWhatIsNotOfTheInternet(String address) {
        assertThat(Networks.isPublic(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "2606:4700::1111"})
    void tellWhatIsOfTheInternet(String address) {
        assertThat(Networks.isPublic(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "a.example/8", "10.0.0.0/x", "10.0.0.0/-1"})
    void sayWhatIsNoNetwork(String wrong) {
        assertThatThrownBy(() -> Networks.contain(List.of(wrong), "10.0.0.1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(wrong)
                .hasMessageContaining("write an address");
    }
}
