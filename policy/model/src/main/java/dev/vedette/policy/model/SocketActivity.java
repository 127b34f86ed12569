package dev.vedette.policy.model;

/**
 * A socket was made, bound, connected, accepted from, sent through without a connection, or began to listen.
 *
 * @param protocol the transport (include/uapi/linux/in.h) or the family's own protocol, 0 where it does not apply
 * @param type SOCK_STREAM, SOCK_DGRAM, SOCK_RAW ... (include/linux/net.h), 0 where not known
 * @param peer the other end; for {@link Operation#LISTEN} and {@link Operation#BIND} the socket's own address
 * @param algorithm for {@link Family#ALG} its type and name with a colon between them, "" otherwise
 */
public record SocketActivity(
        EventContext context, Operation operation, int protocol, int type, Endpoint peer, String algorithm)
        implements Event {
    /** SOCK_RAW of include/linux/net.h. */
    private static final int RAW = 3;

    /** A socket of whose type nothing is known. */
    public SocketActivity(EventContext context, Operation operation, int protocol, Endpoint peer) {
        this(context, operation, protocol, 0, peer, "");
    }

    /** Whether packets pass it as they are on the wire: a raw socket of the internet, or a packet socket. */
    public boolean isRaw() {
        return peer.family() == Family.PACKET
                || (type == RAW && (peer.family() == Family.INET || peer.family() == Family.INET6));
    }

    /** What happened. */
    public enum Operation {
        CONNECT,
        /** A TCP connection that was begun, and told as {@link #CONNECT} then, did not come about. */
        CONNECT_FAILED,
        ACCEPT,
        LISTEN,
        BIND,
        /** To an address of its own, without a connection. */
        SEND,
        CREATE
    }

    /** Address families that are told apart. */
    public enum Family {
        INET,
        INET6,
        UNIX,
        VSOCK,
        NETLINK,
        PACKET,
        ALG,
        KEY,
        TIPC,
        RXRPC,
        OTHER
    }

    /**
     * One end of a socket.
     *
     * @param address numeric for inet families; a path, or {@code @name} for an abstract name, for unix
     * @param owner the executable that owns the other end, {@link FileObject#NONE} where not known
     * @param runtimeApi whether it is a container runtime's API: decided by the owner, or by the socket's inode
     */
    public record Endpoint(Family family, String address, int port, FileObject owner, boolean runtimeApi) {
        @Override
        public String toString() {
            return family == Family.UNIX ? address : address + ":" + port;
        }
    }
}
