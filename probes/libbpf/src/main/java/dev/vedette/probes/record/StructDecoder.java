package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.offset;
import static dev.vedette.probes.record.RecordLayout.offset16;
import static dev.vedette.probes.record.RecordLayout.offset32;
import static dev.vedette.probes.record.RecordLayout.offset64;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the values and structs that records are made of, from one record at a time. Places are counted from the record's
 * first byte. The fixed struct lies within the record's checked length; a text's place is the record's own word and is
 * checked here.
 *
 * <p>The record is copied first: an array is read several times as fast as a segment while only the first compiler has
 * been at work.
 */
final class StructDecoder {
    private static final int BOOT_NANOS = offset64(RecordLayout.HEADER, "boot_nanos");
    private static final int HEADER_CGROUP = offset64(RecordLayout.HEADER, "cgroup_id");
    private static final int PID = offset32(RecordLayout.HEADER, "pid");
    private static final int TID = offset32(RecordLayout.HEADER, "tid");
    private static final int START = offset64(RecordLayout.HEADER, "start_boot_nanos");
    private static final int COMM = offset(RecordLayout.HEADER, "comm");
    private static final int ORIGIN = offset32(RecordLayout.HEADER, "origin");
    private static final int FLAGS = offset32(RecordLayout.HEADER, "flags");

    private static final int UID = offset32(RecordLayout.CREDENTIALS, "uid");
    private static final int GID = offset32(RecordLayout.CREDENTIALS, "gid");
    private static final int EUID = offset32(RecordLayout.CREDENTIALS, "euid");
    private static final int EGID = offset32(RecordLayout.CREDENTIALS, "egid");
    private static final int EFFECTIVE = offset64(RecordLayout.CREDENTIALS, "effective");
    private static final int PERMITTED = offset64(RecordLayout.CREDENTIALS, "permitted");
    private static final int INHERITABLE = offset64(RecordLayout.CREDENTIALS, "inheritable");
    private static final int BOUNDING = offset64(RecordLayout.CREDENTIALS, "bounding");
    private static final int AMBIENT = offset64(RecordLayout.CREDENTIALS, "ambient");
    private static final int SECCOMP = offset32(RecordLayout.CREDENTIALS, "seccomp_mode");
    private static final int NO_NEW_PRIVILEGES = offset32(RecordLayout.CREDENTIALS, "no_new_privileges");

    private static final int MOUNT = offset32(RecordLayout.NAMESPACES, "mount");
    private static final int PID_NAMESPACE = offset32(RecordLayout.NAMESPACES, "pid");
    private static final int NETWORK = offset32(RecordLayout.NAMESPACES, "network");
    private static final int USER = offset32(RecordLayout.NAMESPACES, "user");
    private static final int IPC = offset32(RecordLayout.NAMESPACES, "ipc");
    private static final int UTS = offset32(RecordLayout.NAMESPACES, "uts");
    private static final int CGROUP = offset32(RecordLayout.NAMESPACES, "cgroup");

    private static final int INODE = offset64(RecordLayout.FILE, "inode");
    private static final int SUPER_MAGIC = offset64(RecordLayout.FILE, "super_magic");
    private static final int DEVICE = offset32(RecordLayout.FILE, "device");
    private static final int GENERATION = offset32(RecordLayout.FILE, "generation");
    private static final int LINKS = offset32(RecordLayout.FILE, "links");
    private static final int MODE = offset32(RecordLayout.FILE, "mode");
    private static final int OWNER = offset32(RecordLayout.FILE, "owner_uid");
    private static final int OVERLAY = offset32(RecordLayout.FILE, "overlay");
    private static final int PATH_END = offset32(RecordLayout.FILE, "path_end");
    private static final int PATH = offset(RecordLayout.FILE, "path");
    private static final int MOUNT_NAMESPACE = offset32(RecordLayout.FILE, "mount_namespace");
    private static final int MOUNT_ID = offset32(RecordLayout.FILE, "mount_id");

    private static final int TARGET_PID = offset32(RecordLayout.TARGET, "pid");
    private static final int TARGET_TID = offset32(RecordLayout.TARGET, "tid");
    private static final int TARGET_START = offset64(RecordLayout.TARGET, "start_boot_nanos");
    private static final int TARGET_CGROUP = offset64(RecordLayout.TARGET, "cgroup_id");
    private static final int TARGET_COMM = offset(RecordLayout.TARGET, "comm");

    private static final int TEXT_OFFSET = offset16(RecordLayout.TEXT, "offset");
    private static final int TEXT_LENGTH = offset16(RecordLayout.TEXT, "length");

    private static final byte[] NOTHING = {};

    private final TextCache texts = new TextCache();
    private final AddressCache addresses = new AddressCache();
    private final byte[] bytes = new byte[RecordLayout.MAX_RECORD_BYTES];
    private final ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    private final MemorySegment record = MemorySegment.ofArray(bytes);
    private int length;
    private RecordKind kind = RecordKind.EXIT;

    /** @param recordLength at most {@link RecordLayout#MAX_RECORD_BYTES} */
    void begin(MemorySegment segment, long offset, int recordLength, RecordKind recordKind) {
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, bytes, 0, recordLength);
        length = recordLength;
        kind = recordKind;
    }

    int int8(int at) {
        return Byte.toUnsignedInt(bytes[at]);
    }

    /** Two bytes, which are never negative. */
    int int16(int at) {
        return Short.toUnsignedInt(numbers.getShort(at));
    }

    int int32(int at) {
        return numbers.getInt(at);
    }

    long unsigned32(int at) {
        return Integer.toUnsignedLong(int32(at));
    }

    long int64(int at) {
        return numbers.getLong(at);
    }

    RecordHeader header() {
        return new RecordHeader(
                int64(BOOT_NANOS),
                int64(HEADER_CGROUP),
                int32(PID),
                int32(TID),
                int64(START),
                name(COMM),
                int32(ORIGIN),
                int32(FLAGS));
    }

    RawCredentials credentials(int at) {
        return new RawCredentials(
                unsigned32(at + UID),
                unsigned32(at + GID),
                unsigned32(at + EUID),
                unsigned32(at + EGID),
                int64(at + EFFECTIVE),
                int64(at + PERMITTED),
                int64(at + INHERITABLE),
                int64(at + BOUNDING),
                int64(at + AMBIENT),
                int32(at + SECCOMP),
                int32(at + NO_NEW_PRIVILEGES) != 0);
    }

    RawNamespaces namespaces(int at) {
        return new RawNamespaces(
                unsigned32(at + MOUNT),
                unsigned32(at + PID_NAMESPACE),
                unsigned32(at + NETWORK),
                unsigned32(at + USER),
                unsigned32(at + IPC),
                unsigned32(at + UTS),
                unsigned32(at + CGROUP));
    }

    RawFile file(int at) throws MalformedRecordException {
        String path = text(at + PATH);
        if (path.isEmpty() && int64(at + INODE) == 0 && int32(at + DEVICE) == 0) {
            return RawFile.NONE;
        }
        return new RawFile(
                path,
                int32(at + PATH_END),
                unsigned32(at + DEVICE),
                int64(at + INODE),
                unsigned32(at + GENERATION),
                int64(at + SUPER_MAGIC),
                unsigned32(at + LINKS),
                int32(at + MODE),
                unsigned32(at + OWNER),
                int32(at + OVERLAY),
                unsigned32(at + MOUNT_NAMESPACE),
                unsigned32(at + MOUNT_ID));
    }

    RawTarget target(int at) {
        int pid = int32(at + TARGET_PID);
        if (pid == 0) {
            return RawTarget.NONE;
        }
        return new RawTarget(
                pid,
                int32(at + TARGET_TID),
                int64(at + TARGET_START),
                int64(at + TARGET_CGROUP),
                name(at + TARGET_COMM));
    }

    String address(int at, int family) {
        return family == InetText.IPV4 ? addresses.of(record, at) : InetText.of(record, at, family);
    }

    String text(int at) throws MalformedRecordException {
        int count = checkedLength(at);
        return count == 0 ? "" : texts.get(bytes, textOffset(at), count);
    }

    RawBytes bytes(int at) throws MalformedRecordException {
        int count = checkedLength(at);
        return new RawBytes(count == 0 ? NOTHING : Arrays.copyOfRange(bytes, textOffset(at), textOffset(at) + count));
    }

    /** The texts of a run in which each ends with a NUL, but for a last one that was cut. */
    List<String> texts(int at) throws MalformedRecordException {
        return run(at, (in, begin, end) -> true);
    }

    /** Those texts of such a run that are {@link LoaderVariables}; the others become no text at all. */
    List<String> loaders(int at) throws MalformedRecordException {
        return run(at, LoaderVariables::admits);
    }

    private interface Admission {
        boolean admits(byte[] bytes, int begin, int end);
    }

    private List<String> run(int at, Admission admission) throws MalformedRecordException {
        int count = checkedLength(at);
        if (count == 0) {
            return List.of();
        }
        int begin = textOffset(at);
        int end = begin + count;
        var found = new ArrayList<String>();
        while (begin < end) {
            int stop = begin;
            while (stop < end && bytes[stop] != 0) {
                stop++;
            }
            if (admission.admits(bytes, begin, stop)) {
                found.add(stop == begin ? "" : texts.get(bytes, begin, stop - begin));
            }
            begin = stop + 1;
        }
        return List.copyOf(found);
    }

    private int textOffset(int at) {
        return int16(at + TEXT_OFFSET);
    }

    private int checkedLength(int at) throws MalformedRecordException {
        int count = int16(at + TEXT_LENGTH);
        int begin = textOffset(at);
        if (count != 0 && (begin < kind.fixedLength() || begin + count > length)) {
            throw new MalformedRecordException(
                    "a text of " + count + " bytes at " + begin + " is not within its " + length + " bytes",
                    kind.number(),
                    at);
        }
        return count;
    }

    /** A name of {@value RecordLayout#COMM_BYTES} bytes, of which the last need not be NUL. */
    String name(int at) {
        int count = 0;
        while (count < RecordLayout.COMM_BYTES && bytes[at + count] != 0) {
            count++;
        }
        return count == 0 ? "" : texts.get(bytes, at, count);
    }
}
