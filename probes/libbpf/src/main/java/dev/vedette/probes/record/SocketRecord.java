package dev.vedette.probes.record;

/**
 * A socket was made, bound, connected, accepted from, sent through to an address of its own, or began to listen. TCP
 * connects are told when they begin, and once more, with the error as the result, if they fail.
 *
 * @param operation one of the constants
 * @param family AF_* (include/linux/socket.h)
 * @param protocol IPPROTO_*, or the family's own
 * @param localAddress,remoteAddress numeric text, IPv6 as in RFC 5952, an IPv4 address within IPv6 as the IPv4 address;
 *     "" where it does not apply
 * @param localPort 0 for a TCP socket that connects without having been bound: its port is chosen afterwards
 * @param unixPath the bound file's path walked up from the file, {@code @name} for an abstract name, "" otherwise
 * @param unixDevice,unixInode the bound socket file's, 0 for abstract names
 * @param peerPid the other end's process for unix sockets, 0 where not known
 * @param type SOCK_STREAM, SOCK_RAW ... (include/linux/net.h)
 * @param result the call's return value where the record is of its end, else 0
 * @param peerExecutable of the process that made the other end; without an inode where that is not known
 * @param peerCgroupId that process's group, 0 where not known
 * @param algorithm for AF_ALG its type and name with a colon between them, "" otherwise
 */
public record SocketRecord(
        RecordHeader header,
        int operation,
        int family,
        int protocol,
        String localAddress,
        int localPort,
        String remoteAddress,
        int remotePort,
        String unixPath,
        long unixDevice,
        long unixInode,
        int peerPid,
        int type,
        long result,
        RawFile peerExecutable,
        long peerCgroupId,
        String algorithm)
        implements KernelRecord {
    public static final int CONNECT = 0;
    public static final int ACCEPT = 1;
    public static final int LISTEN = 2;
    public static final int BIND = 3;
    /** To an address of its own, without a connect. */
    public static final int SEND = 4;

    public static final int CREATE = 5;
}
