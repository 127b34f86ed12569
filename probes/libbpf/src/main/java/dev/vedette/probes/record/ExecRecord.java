package dev.vedette.probes.record;

import java.util.List;

/**
 * A program has replaced the task's old one and has not run its first instruction.
 *
 * @param requestedPath {@code linux_binprm.filename}: for a script the script, {@code /dev/fd/N} for fexecve
 * @param stdin,stdout,stderr one of the STDIO_* constants
 */
public record ExecRecord(
        RecordHeader header,
        int parentPid,
        long parentStartBootNanos,
        RawCredentials credentials,
        RawNamespaces namespaces,
        RawFile executable,
        String requestedPath,
        List<String> arguments,
        boolean argumentsTruncated,
        int stdin,
        int stdout,
        int stderr)
        implements KernelRecord {
    public static final int STDIO_UNKNOWN = 0;
    public static final int STDIO_CLOSED = 1;
    public static final int STDIO_FILE = 2;
    public static final int STDIO_NULL = 3;
    public static final int STDIO_TERMINAL = 4;
    public static final int STDIO_PIPE = 5;
    public static final int STDIO_UNIX_SOCKET = 6;
    public static final int STDIO_CONNECTED_SOCKET = 7;
    public static final int STDIO_LISTENING_SOCKET = 8;
    public static final int STDIO_OTHER = 9;
}
