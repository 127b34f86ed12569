package dev.vedette.probes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The object of src/test/bpf/ring.bpf.c and the context of its program {@code fill}. */
public final class TestObject {
    public static final long NO_WAKEUP = 1;
    public static final long FORCE_WAKEUP = 2;
    /** What one record of {@code fill} takes in the ring, its header included. */
    public static final int RECORD_BYTES = 40;

    private TestObject() {}

    public static byte[] bytes() {
        try (InputStream resource = TestObject.class.getResourceAsStream("/dev/vedette/probes/ring.bpf.o")) {
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code count} records numbered from {@code first}; every {@code discardEvery}-th is discarded, 0 for none. */
    public static byte[] order(long first, int count, int discardEvery, long flags) {
        return ByteBuffer.allocate(32)
                .order(ByteOrder.nativeOrder())
                .putLong(first)
                .putLong(count)
                .putLong(discardEvery)
                .putLong(flags)
                .array();
    }
}
