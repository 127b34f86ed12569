package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class CompatSignTest {
    private final byte[] bytes = new byte[1024];
    private final MemorySegment record = MemorySegment.ofArray(bytes);

    @Test
    void whateverCameByA32BitCallIsASign() {
        kind(RecordKind.FORK);
        assertThat(isSign()).isFalse();

        record.set(
                ValueLayout.JAVA_INT_UNALIGNED,
                RecordLayout.offset32(RecordLayout.HEADER, "origin"),
                RecordHeader.ORIGIN_COMPAT_CALL);

        assertThat(isSign()).isTrue();
    }

    @Test
    void theBeginningOfA32BitProgramIsASignAndTheSameByteOfAnotherKindIsNot() {
        kind(RecordKind.EXEC);
        assertThat(isSign()).isFalse();
        bytes[RecordLayout.offset8(ExecFields.LAYOUT, "compat")] = 1;
        assertThat(isSign()).isTrue();

        kind(RecordKind.MOUNT);

        assertThat(isSign()).isFalse();
    }

    @Test
    void aRecordThatIsCutShortIsNone() {
        kind(RecordKind.EXEC);
        bytes[RecordLayout.offset8(ExecFields.LAYOUT, "compat")] = 1;

        assertThat(CompatSign.in(record, 0, 8)).isFalse();
        assertThat(CompatSign.in(record, 0, 64)).isFalse();
    }

    private boolean isSign() {
        return CompatSign.in(record, 0, bytes.length);
    }

    private void kind(RecordKind kind) {
        record.set(ValueLayout.JAVA_INT_UNALIGNED, RecordLayout.offset32(RecordLayout.HEADER, "kind"), kind.number());
    }
}
