package dev.vedette.probes.record;

/**
 * An answer to a question for a name, as it came from the network. The header is of no process but of the control group
 * of the socket that received it.
 *
 * @param family AF_* of the server's address
 * @param serverAddress numeric text, as in {@link SocketRecord}
 * @param message as of RFC 1035, section 4: untrusted
 * @param truncated there was more of the message
 */
public record DnsRecord(
        RecordHeader header, int family, String serverAddress, int serverPort, RawBytes message, boolean truncated)
        implements KernelRecord {}
