package dev.vedette.probes.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.probes.RequiresBpf;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Code that a process that serves gets over connections that it opened: this process is such a one. */
@RequiresBpf
class FetchTest {
    private static final int LONGEST_MILLIS = 30_000;
    private static final String CLASS = "\u00ca\u00fe\u00ba\u00be\0\0\0A";
    private static final String OBJECT = "\u007fELF\2\1\1\0\0\0\0\0";
    private static final String SCRIPT = "#!/bin/sh\nid\n";
    private static final String ARCHIVE = "PK\3\4" + "\0".repeat(26) + "META-INF/";
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
    private static final String CUT = "HTTP/1.1 200 OK\r";
    private static final String OPEN = CUT + "\n";
    private static final String IN_PARTS = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    @RegisterExtension
    private static final AttachedProbes watching =
            AttachedProbes.of("fetch_begin", "fetch_payload", "inet_sock_set_state");

    /** Each test reaches another one, so that none is a repeat. */
    private static final AtomicInteger numbers = new AtomicInteger(1);

    private final String address = "127.88.0." + numbers.getAndIncrement();

    static Stream<Arguments> codes() {
        return Stream.of(
                Arguments.of("at the beginning", List.of(CLASS), FetchRecord.CLASS),
                Arguments.of("after a head", List.of(HEAD + OBJECT), FetchRecord.OBJECT),
                Arguments.of("in a packet of its own", List.of(HEAD, SCRIPT), FetchRecord.SCRIPT),
                Arguments.of("in parts", List.of(IN_PARTS + "1f4\r\n" + ARCHIVE), FetchRecord.ARCHIVE),
                Arguments.of("in parts, after its size", List.of(IN_PARTS, "1F4\r\n", CLASS), FetchRecord.CLASS),
                Arguments.of("after an end in two", List.of(OPEN, "\r\n" + OBJECT), FetchRecord.OBJECT),
                Arguments.of("after an end of its own", List.of(OPEN, "\r\n", SCRIPT), FetchRecord.SCRIPT),
                Arguments.of("after its last letter", List.of(OPEN + "\r", "\n" + CLASS), FetchRecord.CLASS),
                Arguments.of("after all but its first", List.of(CUT, "\n\r\n" + CLASS), FetchRecord.CLASS),
                Arguments.of("in parts of their own", List.of(IN_PARTS, "D\r\n<?php id()"), FetchRecord.SCRIPT),
                Arguments.of("in a later answer", List.of(HEAD + "text", HEAD + OBJECT), FetchRecord.OBJECT),
                Arguments.of("after a head in two packets", List.of("HTTP/1.0 200 O", "K\r\n\r\n" + CLASS), 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("codes")
    void tellsCodeThatIsFetched(String how, List<String> sent, int code) throws Exception {
        int port = fetch(sent);

        FetchRecord told = watching.first(FetchRecord.class, this::isHere);
        assertThat(told.code()).as(how).isEqualTo(code);
        assertThat(told.remotePort()).isEqualTo(port);
        assertThat(told.header().pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(told.header().cgroupId()).isPositive();
        assertThat(told.header().startBootNanos()).isPositive();
    }

    /** Wherever the end of the head lies among the bytes that are looked at together. */
    @Test
    void findsTheBodyAfterHeadsOfAnyLength() throws Exception {
        for (int length : List.of(1, 2, 3, 4, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 3_900)) {
            int port = fetch(List.of("HTTP/1.1 200 OK\r\nX: " + "x".repeat(length) + "\r\n\r\n" + CLASS));

            assertThat(watching.first(FetchRecord.class, told -> isHere(told) && told.remotePort() == port)
                            .code())
                    .as("%d", length)
                    .isEqualTo(FetchRecord.CLASS);
        }
    }

    @Test
    void tellsWhereCodeCameFromInIpv6() throws Exception {
        int port;
        try (ServerSocket server = listening("::1")) {
            port = server.getLocalPort();
            fetch(server, List.of(HEAD + CLASS));
        }

        FetchRecord told = watching.first(FetchRecord.class, record -> record.remotePort() == port);
        assertThat(told.family()).isEqualTo(10);
        assertThat(told.remoteAddress()).isEqualTo("::1");
    }

    @Test
    void tellsWhatAChildOfAServerFetches() throws Exception {
        int serves = runs("listen($s, 1) or die $!; if (fork) { wait; exit }");

        RecordHeader fetched = watching.first(FetchRecord.class, this::isHere).header();
        assertThat(fetched.pid())
                .isNotEqualTo(serves)
                .isNotEqualTo(ProcessHandle.current().pid());
        assertThat(fetched.comm()).isEqualTo("perl");
    }

    @Test
    void isSilentOnWhoDoesNotServe() throws Exception {
        runs("if (fork) { wait; exit }");
        int last = fetch(List.of(CLASS));

        watching.first(FetchRecord.class, told -> isHere(told) && told.remotePort() == last);
        assertThat(watching.ofKind(FetchRecord.class)).filteredOn(this::isHere).hasSize(1);
    }

    /** A program that does something first, and then fetches. */
    private int runs(String first) throws Exception {
        try (ServerSocket server = listening()) {
            Process program = Programs.start(Programs.perl(
                    "use Socket; alarm 60; socket(my $s, PF_INET, SOCK_STREAM, 0);" + first + """
                    ; socket(my $c, PF_INET, SOCK_STREAM, 0) or die $!;
                    connect($c, sockaddr_in($ARGV[1], inet_aton($ARGV[0]))) or die $!; my @all = <$c>""",
                    address,
                    server.getLocalPort()));
            try (Socket accepted = server.accept()) {
                accepted.getOutputStream().write(SCRIPT.getBytes(StandardCharsets.ISO_8859_1));
            }
            assertThat(program.waitFor()).isZero();
            return (int) program.pid();
        }
    }

    @Test
    void tellsTheSameOnceWithinTheWindow() throws Exception {
        try (ServerSocket server = listening()) {
            fetch(server, List.of(SCRIPT));
            fetch(server, List.of(SCRIPT));
            fetch(server, List.of(OBJECT));
        }

        watching.first(FetchRecord.class, told -> isHere(told) && told.code() == FetchRecord.OBJECT);
        assertThat(watching.ofKind(FetchRecord.class)).filteredOn(this::isHere).hasSize(2);
    }

    @Test
    void isSilentOnTextsOnCodeWithinOthersAndOnWhatIsSentToAServer() throws Exception {
        fetch(List.of(HEAD + "{\"code\": 1}"));
        fetch(List.of("HTTP/1.1 200 OK\r\n\r\n\r\n" + OBJECT));
        fetch(List.of("a greeting", OBJECT));
        fetch(Stream.concat(Collections.nCopies(16, OPEN).stream(), Stream.of("\r\n" + OBJECT))
                .toList());
        fetch(List.of(HEAD + "PK\3\4" + "\0".repeat(26) + "word/document.xml"));
        fetch(List.of(HEAD + "#!nopath\n"));
        fetch(List.of(HEAD + "\u00ca\u00fe\u00ba\u00be\0\0\0\2"));
        try (ServerSocket server = listening();
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            send(client, accepted, OBJECT);
        }
        int last = fetch(List.of(CLASS));

        watching.first(FetchRecord.class, told -> isHere(told) && told.remotePort() == last);
        assertThat(watching.ofKind(FetchRecord.class)).filteredOn(this::isHere).hasSize(1);
    }

    private int fetch(List<String> sent) throws IOException {
        try (ServerSocket server = listening()) {
            fetch(server, sent);
            return server.getLocalPort();
        }
    }

    private static void fetch(ServerSocket server, List<String> sent) throws IOException {
        try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            for (String one : sent) {
                send(accepted, client, one);
            }
        }
    }

    /** Each in a packet of its own: it has arrived before the next is sent. */
    private static void send(Socket from, Socket to, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        OutputStream out = from.getOutputStream();
        out.write(bytes);
        out.flush();
        assertThat(to.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
    }

    private ServerSocket listening() throws IOException {
        return listening(address);
    }

    private static ServerSocket listening(String address) throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral(address));
        server.setSoTimeout(LONGEST_MILLIS);
        return server;
    }

    private boolean isHere(FetchRecord record) {
        return record.remoteAddress().equals(address);
    }
}
