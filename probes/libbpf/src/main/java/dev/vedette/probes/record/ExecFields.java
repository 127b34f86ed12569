package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.U32;
import static dev.vedette.probes.record.RecordLayout.U64;
import static dev.vedette.probes.record.RecordLayout.U8;
import static dev.vedette.probes.record.RecordLayout.bytes;
import static dev.vedette.probes.record.RecordLayout.offset;
import static dev.vedette.probes.record.RecordLayout.offset32;
import static dev.vedette.probes.record.RecordLayout.offset64;
import static dev.vedette.probes.record.RecordLayout.offset8;
import static dev.vedette.probes.record.RecordLayout.struct;

import java.lang.foreign.StructLayout;

/** {@link ExecRecord}, both ways. */
final class ExecFields {
    static final StructLayout LAYOUT = struct(
            "vdt_exec",
            RecordLayout.HEADER.withName("header"),
            U32.withName("parent_pid"),
            U32.withName("arguments_truncated"),
            U64.withName("parent_start_boot_nanos"),
            RecordLayout.CREDENTIALS.withName("credentials"),
            RecordLayout.NAMESPACES.withName("namespaces"),
            RecordLayout.FILE.withName("executable"),
            RecordLayout.FILE.withName("script"),
            RecordLayout.FILE.withName("working_directory"),
            U64.withName("root_inode"),
            U32.withName("root_device"),
            U32.withName("seccomp_filters"),
            U32.withName("argument_count"),
            RecordLayout.TEXT.withName("requested_path"),
            RecordLayout.TEXT.withName("arguments"),
            RecordLayout.TEXT.withName("environment"),
            U8.withName("standard_input"),
            U8.withName("standard_output"),
            U8.withName("standard_error"),
            U8.withName("secure"),
            U8.withName("compat"),
            U8.withName("environment_truncated"),
            bytes("padding", 2));

    private static final int PARENT_PID = offset32(LAYOUT, "parent_pid");
    private static final int ARGUMENTS_TRUNCATED = offset32(LAYOUT, "arguments_truncated");
    private static final int PARENT_START_BOOT_NANOS = offset64(LAYOUT, "parent_start_boot_nanos");
    private static final int CREDENTIALS = offset(LAYOUT, "credentials");
    private static final int NAMESPACES = offset(LAYOUT, "namespaces");
    private static final int EXECUTABLE = offset(LAYOUT, "executable");
    private static final int SCRIPT = offset(LAYOUT, "script");
    private static final int WORKING_DIRECTORY = offset(LAYOUT, "working_directory");
    private static final int ROOT_INODE = offset64(LAYOUT, "root_inode");
    private static final int ROOT_DEVICE = offset32(LAYOUT, "root_device");
    private static final int SECCOMP_FILTERS = offset32(LAYOUT, "seccomp_filters");
    private static final int ARGUMENT_COUNT = offset32(LAYOUT, "argument_count");
    private static final int REQUESTED_PATH = offset(LAYOUT, "requested_path");
    private static final int ARGUMENTS = offset(LAYOUT, "arguments");
    private static final int ENVIRONMENT = offset(LAYOUT, "environment");
    private static final int STANDARD_INPUT = offset8(LAYOUT, "standard_input");
    private static final int STANDARD_OUTPUT = offset8(LAYOUT, "standard_output");
    private static final int STANDARD_ERROR = offset8(LAYOUT, "standard_error");
    private static final int SECURE = offset8(LAYOUT, "secure");
    private static final int COMPAT = offset8(LAYOUT, "compat");
    private static final int ENVIRONMENT_TRUNCATED = offset8(LAYOUT, "environment_truncated");

    private ExecFields() {}

    static ExecRecord decode(RecordHeader header, StructDecoder in) throws MalformedRecordException {
        return new ExecRecord(
                header,
                in.int32(PARENT_PID),
                in.int64(PARENT_START_BOOT_NANOS),
                in.credentials(CREDENTIALS),
                in.namespaces(NAMESPACES),
                in.file(EXECUTABLE),
                in.file(SCRIPT),
                in.file(WORKING_DIRECTORY),
                in.unsigned32(ROOT_DEVICE),
                in.int64(ROOT_INODE),
                in.int32(SECCOMP_FILTERS),
                in.int32(ARGUMENT_COUNT),
                in.text(REQUESTED_PATH),
                in.texts(ARGUMENTS),
                in.int32(ARGUMENTS_TRUNCATED) != 0,
                in.loaders(ENVIRONMENT),
                in.int8(ENVIRONMENT_TRUNCATED) != 0,
                in.int8(STANDARD_INPUT),
                in.int8(STANDARD_OUTPUT),
                in.int8(STANDARD_ERROR),
                in.int8(SECURE) != 0,
                in.int8(COMPAT) != 0);
    }

    static byte[] encode(ExecRecord record) {
        var out = new RecordBuilder(RecordKind.EXEC, record.header());
        out.int32(PARENT_PID, record.parentPid());
        out.int64(PARENT_START_BOOT_NANOS, record.parentStartBootNanos());
        out.credentials(CREDENTIALS, record.credentials());
        out.namespaces(NAMESPACES, record.namespaces());
        out.file(EXECUTABLE, record.executable());
        out.file(SCRIPT, record.script());
        out.file(WORKING_DIRECTORY, record.workingDirectory());
        out.int32(ROOT_DEVICE, (int) record.rootDevice());
        out.int64(ROOT_INODE, record.rootInode());
        out.int32(SECCOMP_FILTERS, record.seccompFilters());
        out.int32(ARGUMENT_COUNT, record.argumentCount());
        out.text(REQUESTED_PATH, record.requestedPath());
        out.texts(ARGUMENTS, record.arguments());
        out.int32(ARGUMENTS_TRUNCATED, record.argumentsTruncated() ? 1 : 0);
        out.texts(ENVIRONMENT, record.environment());
        out.int8(ENVIRONMENT_TRUNCATED, record.environmentTruncated() ? 1 : 0);
        out.int8(STANDARD_INPUT, record.stdin());
        out.int8(STANDARD_OUTPUT, record.stdout());
        out.int8(STANDARD_ERROR, record.stderr());
        out.int8(SECURE, record.secure() ? 1 : 0);
        out.int8(COMPAT, record.compat() ? 1 : 0);
        return out.finish();
    }
}
