package dev.vedette.sensor.cri;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketFaultTest {
    @TempDir
    Path folder;

    @Test
    void findsNothingWrongWhereSomebodyListens() throws IOException {
        try (var _ = new UnixServer(socket(), new byte[0])) {
            assertThat(SocketFault.at(socket())).isEmpty();
        }
    }

    @Test
    void tellsWhatIsThereInsteadOfAListener() throws IOException {
        assertThat(SocketFault.at(folder.resolve("no/r.sock")).orElseThrow()).contains("there is no", "installed");
        assertThat(SocketFault.at(socket()).orElseThrow()).contains("there is no", "--runtime");
        assertThat(SocketFault.at(folder).orElseThrow()).contains("is no socket but a folder");
        assertThat(SocketFault.at(Files.createFile(folder.resolve("file"))).orElseThrow())
                .contains("is no socket but a file");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("gone.sock"));
        assertThat(SocketFault.at(link).orElseThrow()).contains("leads nowhere");
    }

    @Test
    void tellsASocketThatNobodyListensToAnyMore() throws IOException {
        ServerSocketChannel ended = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        ended.bind(UnixDomainSocketAddress.of(socket()));
        ended.close(); // its file stays

        assertThat(SocketFault.at(socket()).orElseThrow()).contains("nobody accepts connections", "start the runtime");
    }

    /** A runtime that hangs accepts nobody, and once its queue is full whoever connects in the usual way hangs too. */
    @Test
    void nobodyHangsAtAListenerWhoseQueueIsFull() throws IOException {
        List<SocketChannel> queue = new ArrayList<>();
        try (ServerSocketChannel stuck = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stuck.bind(UnixDomainSocketAddress.of(socket()), 1);
            fill(queue);

            assertThat(SocketFault.at(socket()).orElseThrow()).contains("accepts nobody any more");
            try (CriClient client = new CriClient(RuntimeEndpoint.containerd(socket()), Duration.ofMillis(500))) {
                assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                        ContainerRuntimeException.class, client::version)
                                .reason())
                        .isIn(ContainerRuntimeException.Reason.ABSENT, ContainerRuntimeException.Reason.NOT_ANSWERING);
            }
        } finally {
            for (SocketChannel waiting : queue) {
                waiting.close();
            }
        }
    }

    private void fill(List<SocketChannel> queue) throws IOException {
        try {
            while (queue.size() < 100) {
                SocketChannel waiting = SocketChannel.open(StandardProtocolFamily.UNIX);
                queue.add(waiting);
                waiting.configureBlocking(false);
                var unused = waiting.connect(UnixDomainSocketAddress.of(socket()));
            }
        } catch (SocketException e) {
            return; // it is full
        }
        throw new IOException("the queue has no end");
    }

    private Path socket() {
        return folder.resolve("r.sock");
    }
}
