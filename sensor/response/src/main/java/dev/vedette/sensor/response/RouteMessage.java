package dev.vedette.sensor.response;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A message to rtnetlink(7) in the making, and what stands in an answer. Layouts: struct nlmsghdr and nlattr of
 * include/uapi/linux/netlink.h. For one thread.
 */
final class RouteMessage {
    static final int HEADER_BYTES = 16;

    private static final int MOST_BYTES = 256;
    private static final int ATTRIBUTE_HEADER_BYTES = 4;
    /** The two highest bits of an attribute's type say how it is written, not what it is. */
    private static final int TYPE = 0x3fff;

    private final ByteBuffer bytes = BpfCalls.memory(MOST_BYTES);

    RouteMessage(int type, int flags) {
        bytes.putInt(0).putShort((short) type).putShort((short) flags).putInt(0).putInt(0);
    }

    RouteMessage word(int value) {
        bytes.putInt(value);
        return this;
    }

    RouteMessage attribute(int type, String text) {
        byte[] value = text.getBytes(StandardCharsets.US_ASCII);
        return nested(type, message -> message.bytes.put(value).put((byte) 0));
    }

    RouteMessage attribute(int type, int value) {
        return nested(type, message -> message.word(value));
    }

    RouteMessage nested(int type, Consumer<RouteMessage> content) {
        int start = bytes.position();
        bytes.putShort((short) 0).putShort((short) type);
        content.accept(this);
        bytes.putShort(start, (short) (bytes.position() - start));
        bytes.position(aligned(bytes.position()));
        return this;
    }

    /** Ready to be written. */
    ByteBuffer encode() {
        return bytes.putInt(0, bytes.position()).flip();
    }

    static int aligned(int length) {
        return (length + 3) & ~3;
    }

    /**
     * The content of the first attribute of a type, if it is there.
     *
     * @param from where the attributes begin
     */
    static Optional<ByteBuffer> find(ByteBuffer within, int from, int type) {
        int at = from;
        while (at + ATTRIBUTE_HEADER_BYTES <= within.limit()) {
            int length = Short.toUnsignedInt(within.getShort(at));
            if (length < ATTRIBUTE_HEADER_BYTES || at + length > within.limit()) {
                return Optional.empty();
            }
            if ((within.getShort(at + 2) & TYPE) == type) {
                return Optional.of(within.slice(at + ATTRIBUTE_HEADER_BYTES, length - ATTRIBUTE_HEADER_BYTES)
                        .order(ByteOrder.nativeOrder()));
            }
            at += aligned(length);
        }
        return Optional.empty();
    }

    /** An attribute that is text. */
    static String text(ByteBuffer attribute) {
        return StandardCharsets.US_ASCII
                .decode(attribute.duplicate())
                .toString()
                .replace("\0", "");
    }
}
