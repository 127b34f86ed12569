package dev.vedette.probes.record;

import java.util.List;

/**
 * A program has replaced the task's old one and has not run its first instruction.
 *
 * @param script the file of which the executable is the interpreter; without an inode where there is none or it is not
 *     known
 * @param rootDevice,rootInode of the task's root directory
 * @param seccompFilters how many filters the task has
 * @param argumentCount how many arguments there are, also of those that were cut off
 * @param requestedPath {@code linux_binprm.filename}: for a script the script, {@code /dev/fd/N} for fexecve
 * @param environment only variables that name what is loaded or run at the start ({@code NAME=value}); no other leaves
 *     the decoder, since environments hold secrets
 * @param environmentTruncated there was more of it, which was not looked at
 * @param stdin,stdout,stderr one of the STDIO_* constants
 * @param secure with rights from the file: AT_SECURE
 * @param compat a 32-bit program
 */
public record ExecRecord(
        RecordHeader header,
        int parentPid,
        long parentStartBootNanos,
        RawCredentials credentials,
        RawNamespaces namespaces,
        RawFile executable,
        RawFile script,
        RawFile workingDirectory,
        long rootDevice,
        long rootInode,
        int seccompFilters,
        int argumentCount,
        String requestedPath,
        List<String> arguments,
        boolean argumentsTruncated,
        List<String> environment,
        boolean environmentTruncated,
        int stdin,
        int stdout,
        int stderr,
        boolean secure,
        boolean compat)
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

    /** The same with other arguments. */
    public ExecRecord withArguments(List<String> others) {
        return new ExecRecord(
                header,
                parentPid,
                parentStartBootNanos,
                credentials,
                namespaces,
                executable,
                script,
                workingDirectory,
                rootDevice,
                rootInode,
                seccompFilters,
                argumentCount,
                requestedPath,
                others,
                argumentsTruncated,
                environment,
                environmentTruncated,
                stdin,
                stdout,
                stderr,
                secure,
                compat);
    }
}
