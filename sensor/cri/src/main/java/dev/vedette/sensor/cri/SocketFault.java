package dev.vedette.sensor.cri;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Why nobody can be reached at a unix socket, said so that a person knows what to do. */
public final class SocketFault {
    /** The type in a file's mode, and that of a socket (inode(7)). */
    private static final int TYPE_MASK = 0170000;

    private static final int SOCKET = 0140000;

    private SocketFault() {}

    /** Looks and knocks; never waits. Empty if somebody listens. One sentence without a full stop. */
    public static Optional<String> at(Path socket) {
        Optional<String> fault = byLooks(socket);
        try {
            return fault.isPresent() ? fault : knock(socket);
        } catch (IOException e) {
            return Optional.of(socket + " cannot be connected to (" + e.getMessage() + ")");
        }
    }

    /** Only looks, as {@link #at} does: empty if there is a socket, whoever listens. */
    public static Optional<String> byLooks(Path socket) {
        try {
            int mode = (Integer) Files.getAttribute(socket, "unix:mode");
            return (mode & TYPE_MASK) == SOCKET
                    ? Optional.empty()
                    : Optional.of(socket + " is no socket but a " + (Files.isDirectory(socket) ? "folder" : "file")
                            + "; name the runtime's socket itself");
        } catch (NoSuchFileException e) {
            return Optional.of(absent(socket));
        } catch (AccessDeniedException e) {
            return Optional.of(refused(socket));
        } catch (IOException e) {
            return Optional.of(socket + " cannot be looked at (" + e.getMessage() + ")");
        }
    }

    private static Optional<String> knock(Path socket) throws IOException {
        // Not blocking: connecting to a listener whose queue is full would wait for as long as it does not accept.
        try (SocketChannel channel = SocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            boolean unused = channel.connect(UnixDomainSocketAddress.of(socket));
            return Optional.empty();
        } catch (ConnectException e) {
            return Optional.of("nobody accepts connections at " + socket + "; start the runtime");
        } catch (java.net.SocketException e) {
            String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            if (message.contains("permission denied")) {
                return Optional.of(refused(socket));
            }
            if (message.contains("temporarily unavailable")) { // EAGAIN: its queue is full (connect(2))
                return Optional.of(
                        "whoever listens at " + socket + " accepts nobody any more; look at the runtime's log");
            }
            return Optional.of(socket + " cannot be connected to (" + e.getMessage() + ")");
        }
    }

    private static String absent(Path socket) {
        if (Files.isSymbolicLink(socket)) {
            return socket + " is a link that leads nowhere; start the runtime";
        }
        Path folder = socket.getParent();
        return folder != null && !Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
                ? "there is no " + folder + "; is the runtime installed and started?"
                : "there is no " + socket + "; start the runtime or name its socket with --runtime";
    }

    private static String refused(Path socket) {
        return "this user may not connect to " + socket + "; run as root or as a member of the socket's group";
    }
}
