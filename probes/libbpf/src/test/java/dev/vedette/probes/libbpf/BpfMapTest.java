package dev.vedette.probes.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.probes.RequiresBpf;
import dev.vedette.probes.TestObject;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RequiresBpf
class BpfMapTest {
    private static final int ENTRIES = 10_000;

    private BpfObject object;
    private BpfMap blame;

    @BeforeEach
    void load() throws Exception {
        object = BpfObject.open(Libbpf.load(), TestObject.bytes());
        for (BpfProgram program : object.programs()) {
            program.setAutoload(program.section().equals("syscall"));
        }
        blame = object.map("blame").orElseThrow();
        blame.setMaxEntries(ENTRIES);
        object.load();
    }

    @AfterEach
    void close() {
        object.close();
    }

    @Test
    void anEmptyMapHasNoEntries() throws Exception {
        assertThat(entries()).isEmpty();
    }

    @Test
    void visitsEveryEntryOnceAlsoInALargeMap() throws Exception {
        Map<Long, Long> put = new TreeMap<>();
        for (long i = 0; i < ENTRIES; i++) {
            blame.put(key(i), bytes(3 * i));
            put.put(i, 3 * i);
        }
        assertThat(entries()).isEqualTo(put);
    }

    @Test
    void replacesAndRemovesEntries() throws Exception {
        blame.put(key(1), bytes(10));
        blame.put(key(1), bytes(11));
        blame.put(key(2), bytes(20));
        blame.remove(key(2));
        blame.remove(key(2));
        assertThat(entries()).containsExactly(Map.entry(1L, 11L));
    }

    @Test
    void saysSoWhenTheMapIsFull() throws Exception {
        for (long i = 0; i < ENTRIES; i++) {
            blame.put(key(i), bytes(1));
        }
        assertThatThrownBy(() -> blame.put(key(ENTRIES), bytes(1)))
                .isInstanceOf(BpfException.class)
                .hasMessageStartingWith("Writing map blame: ");
    }

    @Test
    void refusesAKeyOfTheWrongSize() {
        assertThatThrownBy(() -> blame.put(new byte[3], bytes(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keys of 16");
    }

    @Test
    void seesWhatAProgramWrote() throws Exception {
        for (BpfProgram program : object.programs()) {
            if (program.name().equals("charge")) {
                program.run(new byte[Long.BYTES]);
            }
        }
        assertThat(entries()).containsExactly(Map.entry(5L, 7000L));
    }

    private Map<Long, Long> entries() throws BpfException {
        Map<Long, Long> entries = new TreeMap<>();
        blame.forEach((key, value) -> assertThat(
                        entries.put(key.get(ValueLayout.JAVA_LONG, 0), value.get(ValueLayout.JAVA_LONG, 0)))
                .isNull());
        return entries;
    }

    private static byte[] key(long victim) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putLong(victim)
                .putLong(6)
                .array();
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putLong(value)
                .array();
    }
}
