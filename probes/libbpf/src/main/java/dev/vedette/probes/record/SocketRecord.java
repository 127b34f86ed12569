package dev.vedette.probes.record;

/**
 * A socket was connected, accepted from, or began to listen. TCP connects are told when they begin, whatever comes of
 * them; datagrams that are sent without a connect are not told.
 *
 * @param family AF_* (include/linux/socket.h)
 * @param protocol IPPROTO_*
 * @param localAddress,remoteAddress numeric text, IPv6 as in RFC 5952, an IPv4 address within IPv6 as the IPv4 address;
 *     "" where it does not apply
 * @param localPort 0 for a TCP socket that connects without having been bound: its port is chosen afterwards
 * @param unixPath the bound file's path walked up from the file, {@code @name} for an abstract name, "" otherwise
 * @param unixDevice,unixInode the bound socket file's, 0 for abstract names
 * @param peerPid the other end's process for unix sockets, 0 where not known
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
        int peerPid)
        implements KernelRecord {
    public static final int CONNECT = 0;
    public static final int ACCEPT = 1;
    public static final int LISTEN = 2;
}
