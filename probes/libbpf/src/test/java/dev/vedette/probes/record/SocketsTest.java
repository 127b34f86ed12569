package dev.vedette.probes.record;

import static dev.vedette.probes.record.LibcCalls.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.probes.FailureCount;
import dev.vedette.probes.RequiresBpf;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is told of sockets, whatever way they are reached. */
@RequiresBpf
class SocketsTest {
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int AF_NETLINK = 16;
    private static final int AF_PACKET = 17;
    private static final int AF_ALG = 38;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_SEQPACKET = 5;
    private static final int CLOSE_ON_EXEC = 02000000;
    private static final int NETLINK_AUDIT = 9;
    private static final int UDP = 17;
    private static final int ICMP = 1;
    private static final int REFUSED = 111;

    @RegisterExtension
    private static final AttachedProbes watching = AttachedProbes.of(
            "inet_sock_set_state",
            "inet_connect",
            "inet_send",
            "inet_bind",
            "connect",
            "accept",
            "listen",
            "bind",
            "socket",
            "dns");

    @TempDir
    Path folder;

    @Test
    void tellsThatATcpConnectionWasRefusedOfWhoeverBeganIt() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(() -> new Socket(InetAddress.ofLiteral("127.0.0.1"), port).close())
                .isInstanceOf(IOException.class);

        SocketRecord began = own(SocketRecord.CONNECT, socket -> socket.remotePort() == port && socket.result() == 0);
        SocketRecord refused = own(SocketRecord.CONNECT, socket -> socket.remotePort() == port && socket.result() != 0);

        assertThat(began.remoteAddress()).isEqualTo("127.0.0.1");
        assertThat(refused.result()).isEqualTo(-REFUSED);
        assertThat(refused.remoteAddress()).isEqualTo("127.0.0.1");
        assertThat(refused.header().cgroupId()).isEqualTo(began.header().cgroupId());
    }

    @Test
    void tellsDatagramsSentWithoutAConnection() throws Exception {
        try (DatagramChannel four = DatagramChannel.open(StandardProtocolFamily.INET);
                DatagramChannel six = DatagramChannel.open(StandardProtocolFamily.INET6)) {
            four.send(ByteBuffer.wrap(new byte[1]), to("127.0.0.1", 1009));
            six.send(ByteBuffer.wrap(new byte[1]), to("::1", 1010));
        }

        SocketRecord four = own(SocketRecord.SEND, socket -> socket.remotePort() == 1009);
        SocketRecord six = own(SocketRecord.SEND, socket -> socket.remotePort() == 1010);

        assertThat(four.family()).isEqualTo(AF_INET);
        assertThat(four.remoteAddress()).isEqualTo("127.0.0.1");
        assertThat(four.protocol()).isEqualTo(UDP);
        assertThat(six.family()).isEqualTo(AF_INET6);
        assertThat(six.remoteAddress()).isEqualTo("::1");
    }

    @Test
    void tellsManyDatagramsToOneAddressOnceAndCountsTheRest() throws Exception {
        long before = repeats("inet_send");
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
            for (int i = 0; i < 200; i++) {
                channel.send(ByteBuffer.wrap(new byte[1]), to("127.0.0.1", 1011));
            }
            channel.send(ByteBuffer.wrap(new byte[1]), to("127.0.0.1", 1012));
        }
        own(SocketRecord.SEND, socket -> socket.remotePort() == 1012);

        assertThat(watching.ofKind(SocketRecord.class))
                .filteredOn(socket -> socket.remotePort() == 1011)
                .hasSize(1);
        assertThat(repeats("inet_send") - before).isGreaterThanOrEqualTo(199);
    }

    @Test
    void tellsAConnectedDatagramSocketAndABoundOne() throws Exception {
        int port;
        try (DatagramChannel bound = DatagramChannel.open(StandardProtocolFamily.INET);
                DatagramChannel connected = DatagramChannel.open(StandardProtocolFamily.INET)) {
            bound.bind(to("127.0.0.1", 0));
            port = ((InetSocketAddress) bound.getLocalAddress()).getPort();
            connected.connect(bound.getLocalAddress());
        }

        SocketRecord bind = own(SocketRecord.BIND, socket -> socket.localPort() == port);
        assertThat(bind.localAddress()).isEqualTo("127.0.0.1");
        assertThat(bind.protocol()).isEqualTo(UDP);
        assertThat(own(SocketRecord.CONNECT, socket -> socket.remotePort() == port)
                        .protocol())
                .isEqualTo(UDP);
    }

    @Test
    void tellsSocketsOfRareKindsAndNoOthers() throws Exception {
        close(call("socket", AF_UNIX, SOCK_STREAM, 0));
        close(call("socket", AF_NETLINK, SOCK_RAW, 0));
        close(call("socket", AF_INET, SOCK_STREAM, 0));
        close(call("socket", AF_INET, SOCK_RAW | CLOSE_ON_EXEC, ICMP));
        close(call("socket", AF_NETLINK, SOCK_RAW, NETLINK_AUDIT));
        close(call("socket", AF_PACKET, SOCK_RAW, 0));

        assertThat(own(SocketRecord.CREATE, socket -> socket.family() == AF_PACKET)
                        .type())
                .isEqualTo(SOCK_RAW);
        assertThat(own(SocketRecord.CREATE, socket -> socket.family() == AF_INET)
                        .protocol())
                .isEqualTo(ICMP);
        assertThat(own(SocketRecord.CREATE, socket -> socket.family() == AF_NETLINK)
                        .protocol())
                .isEqualTo(NETLINK_AUDIT);
        assertThat(watching.ofKind(SocketRecord.class))
                .noneMatch(socket -> socket.operation() == SocketRecord.CREATE && socket.family() == AF_UNIX);
    }

    @Test
    void tellsTheAlgorithmThatASocketOfTheKernelsCryptographyIsBoundTo() throws Exception {
        long socket = LibcCalls.tried("socket", AF_ALG, SOCK_SEQPACKET, 0);
        assertThat(own(SocketRecord.CREATE, created -> created.family() == AF_ALG)
                        .type())
                .isEqualTo(SOCK_SEQPACKET);
        if (socket < 0) {
            return; // this kernel has none; that it was tried is told
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(88);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_ALG);
            address.setString(2, "hash");
            address.setString(24, "sha256");
            call("bind", socket, address.address(), address.byteSize());
        } finally {
            close(socket);
        }
        assertThat(own(SocketRecord.BIND, bound -> bound.family() == AF_ALG).algorithm())
                .isEqualTo("hash:sha256");
    }

    @Test
    void tellsWhoServesAUnixSocket() throws Exception {
        Path path = folder.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path));
                    SocketChannel accepted = server.accept()) {
                assertThat(client.isConnected()).isEqualTo(accepted.isConnected());
            }
        }
        long inode = (long) Files.getAttribute(path, "unix:ino");

        SocketRecord bind = own(SocketRecord.BIND, socket -> socket.unixInode() == inode);
        SocketRecord listen = own(SocketRecord.LISTEN, socket -> socket.unixInode() == inode);
        SocketRecord connect = own(SocketRecord.CONNECT, socket -> socket.unixInode() == inode);
        SocketRecord accept = own(SocketRecord.ACCEPT, socket -> socket.unixInode() == inode);

        assertThat(bind.unixPath()).isEqualTo(path.toString());
        assertThat(listen.unixPath()).isEqualTo(path.toString());
        for (SocketRecord end : new SocketRecord[] {connect, accept}) {
            assertThat(end.peerPid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(end.peerCgroupId()).isEqualTo(end.header().cgroupId());
            assertThat(end.peerExecutable().path())
                    .isEqualTo(Path.of("/proc/self/exe").toRealPath().toString());
        }
    }

    @Test
    void tellsAnAbstractNameAsSuch() throws Exception {
        String name = "\0vedette-" + System.nanoTime();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(2 + name.length());
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
            address.asSlice(2).copyFrom(MemorySegment.ofArray(name.getBytes(StandardCharsets.US_ASCII)));
            long server = call("socket", AF_UNIX, SOCK_STREAM, 0);
            call("bind", server, address.address(), address.byteSize());
            call("listen", server, 1);
            long client = call("socket", AF_UNIX, SOCK_STREAM, 0);
            call("connect", client, address.address(), address.byteSize());
            close(client);
            close(server);
        }

        SocketRecord connect =
                own(SocketRecord.CONNECT, socket -> socket.unixPath().equals(name.replace('\0', '@')));

        assertThat(connect.unixInode()).isZero();
        assertThat(connect.peerPid()).isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void tellsTheAnswerToAQuestionForAName() throws Exception {
        InetSocketAddress server = to("127.77.0.1", 53);
        byte[] answer = new byte[700];
        answer[0] = 0x12;
        answer[2] = (byte) 0x81;
        answer[40] = 0x55;
        try (DatagramChannel resolver =
                        DatagramChannel.open(StandardProtocolFamily.INET).bind(server);
                DatagramChannel client =
                        DatagramChannel.open(StandardProtocolFamily.INET).bind(to("127.0.0.1", 0))) {
            resolver.send(ByteBuffer.wrap(new byte[20]), client.getLocalAddress()); // a question
            resolver.send(ByteBuffer.wrap(answer, 0, 60), client.getLocalAddress());
            resolver.send(ByteBuffer.wrap(answer), client.getLocalAddress());
            ByteBuffer received = ByteBuffer.allocate(1000);
            client.receive(received);
            client.receive(received.clear());
            assertThat(received.flip().remaining()).isEqualTo(60);
        }

        DnsRecord told = watching.first(DnsRecord.class, dns -> !dns.truncated());
        DnsRecord longer = watching.first(DnsRecord.class, DnsRecord::truncated);

        assertThat(told.serverAddress()).isEqualTo("127.77.0.1");
        assertThat(told.serverPort()).isEqualTo(53);
        assertThat(told.message().toArray()).hasSize(60).startsWith(0x12, 0x00, 0x81);
        assertThat(longer.message().toArray()).hasSize(512);
        assertThat(told.header().cgroupId()).isPositive();
        assertThat(told.header().pid()).isZero();
    }

    private static InetSocketAddress to(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    private static void close(long descriptor) {
        call("close", descriptor);
    }

    private static SocketRecord own(int operation, Predicate<SocketRecord> fits) {
        return watching.first(
                SocketRecord.class,
                socket -> socket.operation() == operation
                        && socket.header().pid() == ProcessHandle.current().pid()
                        && fits.test(socket));
    }

    private static long repeats(String fact) {
        return watching.probes().failures().stream()
                .filter(failure ->
                        failure.reason().equals("REPEAT") && failure.place().startsWith(fact))
                .mapToLong(FailureCount::count)
                .sum();
    }
}
