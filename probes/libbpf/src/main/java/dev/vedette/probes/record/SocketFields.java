package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.handle;
import static dev.vedette.probes.record.RecordLayout.offset;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;

/** A socket record's own fields, both ways. */
final class SocketFields {
    static final int UNIX_PATH = offset(RecordLayout.SOCKET, "unix_path");

    /** AF_INET and AF_INET6 of include/linux/socket.h. */
    private static final int IPV4 = 2;

    private static final int IPV6 = 10;

    private static final VarHandle OPERATION = handle(RecordLayout.SOCKET, "operation");
    private static final VarHandle FAMILY = handle(RecordLayout.SOCKET, "family");
    private static final VarHandle PROTOCOL = handle(RecordLayout.SOCKET, "protocol");
    private static final VarHandle PEER_PID = handle(RecordLayout.SOCKET, "peer_pid");
    private static final VarHandle UNIX_INODE = handle(RecordLayout.SOCKET, "unix_inode");
    private static final VarHandle UNIX_DEVICE = handle(RecordLayout.SOCKET, "unix_device");
    private static final VarHandle LOCAL_PORT = handle(RecordLayout.SOCKET, "local_port");
    private static final VarHandle REMOTE_PORT = handle(RecordLayout.SOCKET, "remote_port");
    private static final VarHandle ADDRESSES = handle(RecordLayout.SOCKET, "addresses");
    private static final int LOCAL_ADDRESS = offset(RecordLayout.SOCKET, "local_address");
    private static final int REMOTE_ADDRESS = offset(RecordLayout.SOCKET, "remote_address");

    private SocketFields() {}

    static SocketRecord decode(RecordHeader header, MemorySegment segment, long base, String unixPath) {
        int family = (int) FAMILY.get(segment, base);
        int addresses = (int) ADDRESSES.get(segment, base);
        return new SocketRecord(
                header,
                (int) OPERATION.get(segment, base),
                family,
                (int) PROTOCOL.get(segment, base),
                (addresses & RecordLayout.ADDRESS_LOCAL) == 0 ? "" : address(segment, base + LOCAL_ADDRESS, family),
                Short.toUnsignedInt((short) LOCAL_PORT.get(segment, base)),
                (addresses & RecordLayout.ADDRESS_REMOTE) == 0 ? "" : address(segment, base + REMOTE_ADDRESS, family),
                Short.toUnsignedInt((short) REMOTE_PORT.get(segment, base)),
                unixPath,
                Integer.toUnsignedLong((int) UNIX_DEVICE.get(segment, base)),
                (long) UNIX_INODE.get(segment, base),
                (int) PEER_PID.get(segment, base));
    }

    static void encode(SocketRecord socket, MemorySegment segment) {
        OPERATION.set(segment, 0L, socket.operation());
        FAMILY.set(segment, 0L, socket.family());
        PROTOCOL.set(segment, 0L, socket.protocol());
        PEER_PID.set(segment, 0L, socket.peerPid());
        UNIX_INODE.set(segment, 0L, socket.unixInode());
        UNIX_DEVICE.set(segment, 0L, (int) socket.unixDevice());
        LOCAL_PORT.set(segment, 0L, (short) socket.localPort());
        REMOTE_PORT.set(segment, 0L, (short) socket.remotePort());
        ADDRESSES.set(
                segment,
                0L,
                (socket.localAddress().isEmpty() ? 0 : RecordLayout.ADDRESS_LOCAL)
                        | (socket.remoteAddress().isEmpty() ? 0 : RecordLayout.ADDRESS_REMOTE));
        putAddress(socket.localAddress(), socket.family(), segment, LOCAL_ADDRESS);
        putAddress(socket.remoteAddress(), socket.family(), segment, REMOTE_ADDRESS);
    }

    /** An IPv4 address in IPv6's clothes (::ffff:a.b.c.d) is shown as what it reaches, so that it can't hide there. */
    private static String address(MemorySegment segment, long at, int family) {
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
                && segment.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(java.nio.ByteOrder.BIG_ENDIAN), at + 8)
                        == 0x0000ffff;
    }

    private static String dotted(MemorySegment segment, long at) {
        var text = new StringBuilder(15);
        for (int i = 0; i < 4; i++) {
            text.append(i == 0 ? "" : ".").append(Byte.toUnsignedInt(segment.get(ValueLayout.JAVA_BYTE, at + i)));
        }
        return text.toString();
    }

    private static void putAddress(String text, int family, MemorySegment segment, int at) {
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
