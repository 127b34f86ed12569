package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordDecoderTest {
    private static final long SEED = 20_260_101;
    private static final RecordHeader HEADER = new RecordHeader(1, 2, 3, 4, 5, "sh");

    private final RecordEncoder encoder = new RecordEncoder();
    private final RecordDecoder decoder = new RecordDecoder();

    @ParameterizedTest
    @EnumSource
    void givesBackWhatWasEncoded(RecordKind kind) throws MalformedRecordException {
        var records = new RandomRecords(new SplittableRandom(SEED + kind.number()));
        for (int i = 0; i < 1_000; i++) {
            KernelRecord record = records.next(kind);
            assertThat(decode(encoder.encode(record))).isEqualTo(record);
        }
    }

    @Test
    void readsARecordAmongOthersInForeignMemory() throws MalformedRecordException {
        var record = new ForkRecord(HEADER, 7, 8, 9);
        byte[] bytes = encoder.encode(record);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ring = arena.allocate(4096, 8);
            ring.fill((byte) 0xff);
            MemorySegment.copy(bytes, 0, ring, ValueLayout.JAVA_BYTE, 1024, bytes.length);

            assertThat(decoder.decode(ring, 1024, bytes.length)).isEqualTo(record);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 63, 64, 80, 231})
    void refusesARecordThatIsCutOff(int length) {
        byte[] bytes = encoder.encode(new RandomRecords(new SplittableRandom(SEED)).next(RecordKind.EXEC));

        assertThatExceptionOfType(MalformedRecordException.class)
                .isThrownBy(() -> decoder.decode(MemorySegment.ofArray(bytes), 0, length));
    }

    @Test
    void refusesALengthBeyondTheSegment() {
        byte[] bytes = encoder.encode(new ForkRecord(HEADER, 7, 8, 9));

        assertThatExceptionOfType(MalformedRecordException.class)
                .isThrownBy(() -> decoder.decode(MemorySegment.ofArray(bytes), 8, bytes.length));
    }

    @Test
    void refusesATextThatPointsIntoTheFixedPartOrBeyondTheEnd() {
        byte[] bytes = encoder.encode(new ModuleRecord(HEADER, RawFile.NONE, "name", 0));
        var text = MemorySegment.ofArray(bytes)
                .asSlice(RecordLayout.offset(ModuleFields.LAYOUT, "name"), RecordLayout.TEXT.byteSize());

        text.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) 8);
        assertThatExceptionOfType(MalformedRecordException.class)
                .isThrownBy(() -> decode(bytes))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(RecordKind.MODULE.number()))
                .withMessageContaining("4 bytes at 8");

        text.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) (bytes.length - 3));
        assertThatExceptionOfType(MalformedRecordException.class).isThrownBy(() -> decode(bytes));
    }

    @Test
    void refusesAKindThatIsNone() {
        byte[] bytes = encoder.encode(new ForkRecord(HEADER, 7, 8, 9));
        bytes[0] = 99;

        assertThatExceptionOfType(MalformedRecordException.class)
                .isThrownBy(() -> decode(bytes))
                .withMessageContaining("no such kind");
    }

    @Test
    void keepsALastArgumentThatTheKernelCutOff() throws MalformedRecordException {
        byte[] bytes = encoder.encode(withTexts(List.of("ls", "", "--long"), List.of()));
        var length = MemorySegment.ofArray(bytes).asSlice(RecordLayout.offset(ExecFields.LAYOUT, "arguments") + 2L, 2);
        short whole = length.get(ValueLayout.JAVA_SHORT_UNALIGNED, 0);

        length.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) (whole - 3));

        assertThat(((ExecRecord) decode(bytes)).arguments()).containsExactly("ls", "", "--lo");
    }

    @Test
    void letsNoVariableOutButThoseThatNameWhatIsLoaded() throws MalformedRecordException {
        var given = List.of(
                "PATH=/bin",
                "LD_PRELOAD=/tmp/x.so",
                "LD_SDK_KEY=secret",
                "LD_PRELOADED=secret",
                "PASSWORD=LD_PRELOAD=secret",
                "",
                "=secret",
                "LD_AUDIT",
                "ENV=",
                "\u00e4=secret",
                "GLIBC_TUNABLES=glibc.malloc.mxfast=1");

        var exec = (ExecRecord) decode(encoder.encode(withTexts(List.of(), given)));

        assertThat(exec.environment())
                .containsExactly("LD_PRELOAD=/tmp/x.so", "ENV=", "GLIBC_TUNABLES=glibc.malloc.mxfast=1");
        assertThat(exec.toString()).doesNotContain("secret");
    }

    @Test
    void handsOutTheSameTextAgain() throws MalformedRecordException {
        byte[] bytes = encoder.encode(new ModuleRecord(HEADER, RawFile.NONE, "overlay", 0));

        var first = (ModuleRecord) decode(bytes);
        var second = (ModuleRecord) decode(bytes);

        assertThat(second.name()).isSameAs(first.name());
    }

    @ParameterizedTest
    @CsvSource({
        "10, ::1, ::1",
        "10, ::, ::",
        "10, 2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "10, 2001:0db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "10, fe80:0:0:0:0:0:0:0, fe80::",
        "10, ::ffff:169.254.169.254, 169.254.169.254",
        "2, 169.254.169.254, 169.254.169.254"
    })
    void showsAnAddressInItsOneForm(int family, String address, String shown) throws MalformedRecordException {
        var connect = new SocketRecord(
                HEADER, SocketRecord.CONNECT, family, 6, "", 0, address, 80, "", 0, 0, 0, 1, 0, RawFile.NONE, 0, "");

        assertThat(((SocketRecord) decode(encoder.encode(connect))).remoteAddress())
                .isEqualTo(shown);
    }

    private KernelRecord decode(byte[] bytes) throws MalformedRecordException {
        return decoder.decode(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    private static ExecRecord withTexts(List<String> arguments, List<String> environment) {
        return new ExecRecord(
                HEADER,
                1,
                2,
                new RawCredentials(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false),
                new RawNamespaces(1, 2, 3, 4, 5, 6, 7),
                RawFile.NONE,
                RawFile.NONE,
                RawFile.NONE,
                1,
                2,
                0,
                arguments.size(),
                "",
                arguments,
                true,
                environment,
                false,
                0,
                0,
                0,
                false,
                false);
    }
}
