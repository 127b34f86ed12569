package dev.vedette.policy.model;

/**
 * A socket was connected, accepted from, or began to listen.
 *
 * @param protocol the transport (include/uapi/linux/in.h), 0 where it does not apply
 * @param peer the other end; for {@link Operation#LISTEN} the socket's own address
 */
public record SocketActivity(EventContext context, Operation operation, int protocol, Endpoint peer) implements Event {
    /** What happened. */
    public enum Operation {
        CONNECT,
        ACCEPT,
        LISTEN
    }

    /** Address families that are told apart. */
    public enum Family {
        INET,
        INET6,
        UNIX,
        VSOCK,
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
