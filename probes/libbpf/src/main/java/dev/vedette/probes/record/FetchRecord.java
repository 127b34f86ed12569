package dev.vedette.probes.record;

/**
 * A process that serves, or a child of one, got code as an answer, over a connection that it had opened. The header is of who
 * opened it, with the time at which the code came.
 *
 * @param family AF_* of the address
 * @param remoteAddress whom it came from: numeric text, as in {@link SocketRecord}
 * @param code {@link #CLASS} ...
 */
public record FetchRecord(RecordHeader header, int family, String remoteAddress, int remotePort, int code)
        implements KernelRecord {
    // enum vdt_fetched_code of record.h
    public static final int CLASS = 1;
    public static final int ARCHIVE = 2;
    public static final int OBJECT = 3;
    public static final int SCRIPT = 4;
}
