package dev.vedette.probes.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeviceLeaveTest {
    private static final int BLOCK = 1;
    private static final int CHARACTERS = 2;
    private static final int EVERY = 7;
    private static final int READ = 2;
    private static final int MAKE = 1;

    @Test
    void withoutAProgramEverythingIsAllowed() throws Exception {
        assertThat(DeviceLeave.of(List.of(), List.of("b 8:0"))).containsExactlyInAnyOrder("b *:* rwm", "c *:* rwm");
    }

    @Test
    void whatARuntimeAllowsIsFoundWhateverTheNodeHas() throws Exception {
        Code ordinary = Code.ofRuntime()
                .allow(CHARACTERS, 10, 200, EVERY)
                .allow(CHARACTERS, 136, -1, EVERY)
                .allow(CHARACTERS, 1, 1, READ)
                .allow(CHARACTERS, 5, 5, EVERY)
                .allow(BLOCK, 8, -1, READ | MAKE)
                .allow(BLOCK, -1, -1, MAKE)
                .allow(CHARACTERS, -1, -1, MAKE)
                .end(0);

        assertThat(leave(ordinary))
                .containsExactlyInAnyOrder(
                        "c 10:200 rw", "c 136:* rw", "c 1:1 r", "c 5:5 rw", "b 8:* r", "b *:* m", "c *:* m");
    }

    @Test
    void rulesOfAnyTypeOrOfOneMinorNumberAloneAreFound() throws Exception {
        assertThat(leave(Code.ofRuntime()
                        .allow(0, 7, 3, EVERY)
                        .allow(CHARACTERS, -1, 9, READ)
                        .end(0)))
                .containsExactlyInAnyOrder("b 7:3 rwm", "c 7:3 rwm", "c *:9 r");
    }

    @Test
    void numbersThatItThinksOfItselfAreNoExceptions() throws Exception {
        Code last = Code.ofRuntime()
                .allow(BLOCK, 4095, 1048575, EVERY)
                .allow(BLOCK, 4094, -1, READ)
                .allow(BLOCK, 0, 0, MAKE)
                .end(0);

        assertThat(leave(last)).containsExactlyInAnyOrder("b 4095:1048575 rwm", "b 4094:* r", "b 0:0 m");
    }

    @Test
    void aRefusalOfOneDeviceLeavesTheOthers() throws Exception {
        assertThat(leave(Code.ofRuntime().rule(BLOCK, 8, 0, EVERY, 0).end(1))).contains("b *:* rwm", "c *:* rwm");
    }

    @Test
    void allProgramsMustAllow() throws Exception {
        Code systemd = Code.ofRuntime()
                .allow(CHARACTERS, 1, 3, EVERY)
                .allow(BLOCK, 8, 0, READ)
                .end(0);
        Code runtime = Code.ofRuntime()
                .allow(CHARACTERS, 1, 3, EVERY)
                .allow(CHARACTERS, 1, 5, EVERY)
                .allow(BLOCK, 8, -1, EVERY)
                .end(0);

        assertThat(leave(systemd, runtime)).containsExactlyInAnyOrder("c 1:3 rwm", "b 8:0 r");
        assertThat(leave(runtime, systemd)).isEqualTo(leave(systemd, runtime));
        assertThat(leave(runtime, Code.ofRuntime().end(0))).isEmpty();
    }

    /** Majors below 9, by their order: what a group of its own would allow is told by bounds and the node's devices. */
    @Test
    void whereTheOrderDecidesTheNodesDevicesAreAskedFor() throws Exception {
        Code below = Code.ofRuntime()
                .add(0x55, 2, 0, 3, BLOCK)
                .add(0x35, 4, 0, 2, 9)
                .end(1)
                .end(0);

        assertThat(DeviceLeave.of(List.of(below.buffer()), List.of("b 3:0", "b 253:7")))
                .contains("b 3:* rwm", "b 8:* rwm")
                .noneMatch(rule -> rule.startsWith("b 9:") || rule.startsWith("b 253:") || rule.startsWith("c"));
    }

    /** The only device is told by one number made of two, which no comparison shows. */
    @Test
    void aDeviceOfTheNodeIsFoundHoweverAProgramTellsIt() throws Exception {
        Code combined = Code.ofRuntime()
                .add(0x67, 4, 0, 0, 20)
                .add(0x4f, 4, 5, 0, 0)
                .add(0x55, 4, 0, 2, 8 << 20 | 16)
                .end(1)
                .end(0);

        assertThat(DeviceLeave.of(List.of(combined.buffer()), List.of("b 8:16", "b 8:0")))
                .contains("b 8:16 rwm")
                .noneMatch(rule -> rule.startsWith("b 8:0 "));
    }

    @Test
    void narrowLoadsConstantsInRegistersAndSignsAreUnderstood() throws Exception {
        Code narrow = new Code()
                // r2 = the type alone; r3 = 64-bit constant 1; r4 = major; if r3 == r2 and r4 == 8 it is allowed.
                .add(0x69, 2, 1, java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN ? 0 : 2, 0)
                .add(0x18, 3, 0, 0, 1)
                .add(0, 0, 0, 0, 0)
                .add(0xbf, 6, 1, 0, 0)
                .add(0x61, 4, 6, 4, 0)
                .add(0x1d, 3, 2, 2, 0)
                .end(0)
                .add(0xb4, 7, 0, 0, -8)
                .add(0x04, 7, 0, 0, 16)
                .add(0x1e, 7, 4, 2, 0)
                .end(0)
                .end(1);

        assertThat(leave(narrow)).containsExactlyInAnyOrder("b 8:* rwm");
    }

    @Test
    void whatIsNotUnderstoodIsNeverGuessed() {
        List<Code> others = List.of(
                // A function of the kernel, a map's address, memory of its own, an address that is compared.
                Code.ofRuntime().add(0x85, 0, 0, 0, 5).end(1),
                Code.ofRuntime().add(0x18, 1, 1, 0, 3).add(0, 0, 0, 0, 0).end(1),
                Code.ofRuntime().add(0x63, 10, 2, -4, 0).end(1),
                new Code().add(0x55, 1, 0, 0, 0).end(1),
                // Beyond what it is given; division; an end that is none; a loop.
                new Code().add(0x61, 2, 1, 12, 0).end(1),
                Code.ofRuntime().add(0x37, 4, 0, 0, 2).end(1),
                Code.ofRuntime().add(0x05, 0, 0, 100, 0).end(1),
                Code.ofRuntime().add(0x05, 0, 0, -1, 0).end(1));

        assertThat(others)
                .allSatisfy(code -> assertThatThrownBy(() -> leave(code)).isInstanceOf(NotUnderstoodException.class));
    }

    private static Set<String> leave(Code... programs) throws NotUnderstoodException {
        List<ByteBuffer> code = Arrays.stream(programs).map(Code::buffer).toList();
        return DeviceLeave.of(code, List.of());
    }
}
