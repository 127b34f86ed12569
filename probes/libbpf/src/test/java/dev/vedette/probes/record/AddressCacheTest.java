package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class AddressCacheTest {
    private final AddressCache cache = new AddressCache();

    @Test
    void anAddressThatTakesAnothersPlaceIsNotTakenForIt() {
        // The bytes of all four are one slot's: their exclusive or is the same.
        assertThat(of(10, 0, 0, 1)).isEqualTo("10.0.0.1");
        assertThat(of(10, 0, 1, 0)).isEqualTo("10.0.1.0");
        assertThat(of(0, 0, 0, 11)).isEqualTo("0.0.0.11");
        assertThat(of(10, 0, 0, 1)).isEqualTo("10.0.0.1");
    }

    @Test
    void theAddressOfAllZerosIsOneToo() {
        assertThat(of(0, 0, 0, 0)).isEqualTo("0.0.0.0");
    }

    @Test
    void theSameAddressIsTheSameText() {
        assertThat(of(192, 0, 2, 1)).isSameAs(of(192, 0, 2, 1));
    }

    private String of(int... bytes) {
        byte[] address = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            address[i] = (byte) bytes[i];
        }
        return cache.of(MemorySegment.ofArray(address), 0);
    }
}
