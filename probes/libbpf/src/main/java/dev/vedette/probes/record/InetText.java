package dev.vedette.probes.record;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.ByteOrder;

/**
 * Addresses of the internet as text, in the one form that records show them in: equal addresses are equal texts,
 * wherever they come from.
 */
public final class InetText {
    /** AF_INET and AF_INET6 of include/linux/socket.h. */
    static final int IPV4 = 2;

    private static final int IPV6 = 10;

    private InetText() {}

    /**
     * The text of an address.
     *
     * @param address 4 or 16 bytes in network order
     */
    public static String of(byte[] address) {
        return of(MemorySegment.ofArray(address), 0, address.length == 4 ? IPV4 : IPV6);
    }

    /** An IPv4 address in IPv6's clothes (::ffff:a.b.c.d) is shown as what it reaches, so that it can't hide there. */
    static String of(MemorySegment segment, long at, int family) {
        if (family == IPV4) {
            return dotted(segment, at);
        }
        if (family != IPV6) {
            return "";
        }
        return isMapped(segment, at) ? dotted(segment, at + 12) : Ipv6Text.of(segment, at);
    }

    private static boolean isMapped(MemorySegment segment, long at) {
        return segment.get(ValueLayout.JAVA_LONG_UNALIGNED, at) == 0
                && segment.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), at + 8) == 0x0000ffff;
    }

    private static String dotted(MemorySegment segment, long at) {
        var text = new StringBuilder(15);
        for (int i = 0; i < 4; i++) {
            text.append(i == 0 ? "" : ".").append(Byte.toUnsignedInt(segment.get(ValueLayout.JAVA_BYTE, at + i)));
        }
        return text.toString();
    }

    /** Writes an address where {@link #of} reads it; "" writes nothing. */
    static void put(String text, int family, MemorySegment segment, int at) {
        if (text.isEmpty()) {
            return;
        }
        byte[] bytes = InetAddress.ofLiteral(text).getAddress();
        int skip = 0;
        if (family == IPV6 && bytes.length == 4) {
            segment.set(ValueLayout.JAVA_BYTE, at + 10L, (byte) 0xff);
            segment.set(ValueLayout.JAVA_BYTE, at + 11L, (byte) 0xff);
            skip = 12;
        }
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, at + skip, bytes.length);
    }
}
