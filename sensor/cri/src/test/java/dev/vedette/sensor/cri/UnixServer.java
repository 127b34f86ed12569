package dev.vedette.sensor.cri;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listens on a unix socket, says the same to everybody, and keeps the line open. */
public final class UnixServer implements AutoCloseable {
    private final ServerSocketChannel server;
    private final List<SocketChannel> guests = new CopyOnWriteArrayList<>();

    /** @param greeting sent to every guest; nothing if empty */
    public UnixServer(Path socket, byte[] greeting) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(() -> serve(greeting));
    }

    private void serve(byte[] greeting) {
        try {
            while (server.isOpen()) {
                SocketChannel guest = server.accept();
                guests.add(guest);
                ByteBuffer left = ByteBuffer.wrap(greeting);
                while (left.hasRemaining()) { // on a virtual thread a write takes what there is room for
                    guest.write(left);
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel guest : guests) {
            guest.close();
        }
    }
}
