package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.handle;
import static dev.vedette.probes.record.RecordLayout.offset;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the structs that records are made of, from one record at a time. Fixed structs lie within the record's checked
 * length; a text's place is the record's own word and is checked here.
 */
final class StructDecoder {
    private static final VarHandle BOOT_NANOS = handle(RecordLayout.HEADER, "boot_nanos");
    private static final VarHandle HEADER_CGROUP = handle(RecordLayout.HEADER, "cgroup_id");
    private static final VarHandle PID = handle(RecordLayout.HEADER, "pid");
    private static final VarHandle TID = handle(RecordLayout.HEADER, "tid");
    private static final VarHandle START = handle(RecordLayout.HEADER, "start_boot_nanos");
    private static final int COMM = offset(RecordLayout.HEADER, "comm");

    private static final VarHandle UID = handle(RecordLayout.CREDENTIALS, "uid");
    private static final VarHandle GID = handle(RecordLayout.CREDENTIALS, "gid");
    private static final VarHandle EUID = handle(RecordLayout.CREDENTIALS, "euid");
    private static final VarHandle EGID = handle(RecordLayout.CREDENTIALS, "egid");
    private static final VarHandle EFFECTIVE = handle(RecordLayout.CREDENTIALS, "effective");
    private static final VarHandle PERMITTED = handle(RecordLayout.CREDENTIALS, "permitted");
    private static final VarHandle INHERITABLE = handle(RecordLayout.CREDENTIALS, "inheritable");
    private static final VarHandle BOUNDING = handle(RecordLayout.CREDENTIALS, "bounding");
    private static final VarHandle AMBIENT = handle(RecordLayout.CREDENTIALS, "ambient");
    private static final VarHandle SECCOMP = handle(RecordLayout.CREDENTIALS, "seccomp_mode");
    private static final VarHandle NO_NEW_PRIVILEGES = handle(RecordLayout.CREDENTIALS, "no_new_privileges");

    private static final VarHandle MOUNT = handle(RecordLayout.NAMESPACES, "mount");
    private static final VarHandle PID_NAMESPACE = handle(RecordLayout.NAMESPACES, "pid");
    private static final VarHandle NETWORK = handle(RecordLayout.NAMESPACES, "network");
    private static final VarHandle USER = handle(RecordLayout.NAMESPACES, "user");
    private static final VarHandle IPC = handle(RecordLayout.NAMESPACES, "ipc");
    private static final VarHandle UTS = handle(RecordLayout.NAMESPACES, "uts");
    private static final VarHandle CGROUP = handle(RecordLayout.NAMESPACES, "cgroup");

    private static final VarHandle INODE = handle(RecordLayout.FILE, "inode");
    private static final VarHandle SUPER_MAGIC = handle(RecordLayout.FILE, "super_magic");
    private static final VarHandle DEVICE = handle(RecordLayout.FILE, "device");
    private static final VarHandle GENERATION = handle(RecordLayout.FILE, "generation");
    private static final VarHandle LINKS = handle(RecordLayout.FILE, "links");
    private static final VarHandle MODE = handle(RecordLayout.FILE, "mode");
    private static final VarHandle OWNER = handle(RecordLayout.FILE, "owner_uid");
    private static final VarHandle OVERLAY = handle(RecordLayout.FILE, "overlay");
    private static final VarHandle PATH_END = handle(RecordLayout.FILE, "path_end");
    private static final int PATH = offset(RecordLayout.FILE, "path");

    private static final VarHandle TEXT_OFFSET = handle(RecordLayout.TEXT, "offset");
    private static final VarHandle TEXT_LENGTH = handle(RecordLayout.TEXT, "length");

    private final TextCache texts = new TextCache();
    private MemorySegment segment = MemorySegment.NULL;
    private long base;
    private int length;
    private int kind;

    void begin(MemorySegment recordSegment, long recordOffset, int recordLength, int recordKind) {
        segment = recordSegment;
        base = recordOffset;
        length = recordLength;
        kind = recordKind;
    }

    RecordHeader header() {
        return new RecordHeader(
                (long) BOOT_NANOS.get(segment, base),
                (long) HEADER_CGROUP.get(segment, base),
                (int) PID.get(segment, base),
                (int) TID.get(segment, base),
                (long) START.get(segment, base),
                comm());
    }

    RawCredentials credentials(int at) {
        long from = base + at;
        return new RawCredentials(
                Integer.toUnsignedLong((int) UID.get(segment, from)),
                Integer.toUnsignedLong((int) GID.get(segment, from)),
                Integer.toUnsignedLong((int) EUID.get(segment, from)),
                Integer.toUnsignedLong((int) EGID.get(segment, from)),
                (long) EFFECTIVE.get(segment, from),
                (long) PERMITTED.get(segment, from),
                (long) INHERITABLE.get(segment, from),
                (long) BOUNDING.get(segment, from),
                (long) AMBIENT.get(segment, from),
                (int) SECCOMP.get(segment, from),
                (int) NO_NEW_PRIVILEGES.get(segment, from) != 0);
    }

    RawNamespaces namespaces(int at) {
        long from = base + at;
        return new RawNamespaces(
                Integer.toUnsignedLong((int) MOUNT.get(segment, from)),
                Integer.toUnsignedLong((int) PID_NAMESPACE.get(segment, from)),
                Integer.toUnsignedLong((int) NETWORK.get(segment, from)),
                Integer.toUnsignedLong((int) USER.get(segment, from)),
                Integer.toUnsignedLong((int) IPC.get(segment, from)),
                Integer.toUnsignedLong((int) UTS.get(segment, from)),
                Integer.toUnsignedLong((int) CGROUP.get(segment, from)));
    }

    RawFile file(int at) throws MalformedRecordException {
        long from = base + at;
        return new RawFile(
                text(at + PATH),
                (int) PATH_END.get(segment, from),
                Integer.toUnsignedLong((int) DEVICE.get(segment, from)),
                (long) INODE.get(segment, from),
                Integer.toUnsignedLong((int) GENERATION.get(segment, from)),
                (long) SUPER_MAGIC.get(segment, from),
                Integer.toUnsignedLong((int) LINKS.get(segment, from)),
                (int) MODE.get(segment, from),
                Integer.toUnsignedLong((int) OWNER.get(segment, from)),
                (int) OVERLAY.get(segment, from));
    }

    SocketRecord socket(RecordHeader header) throws MalformedRecordException {
        return SocketFields.decode(header, segment, base, text(SocketFields.UNIX_PATH));
    }

    String text(int at) throws MalformedRecordException {
        int bytes = checkedLength(at);
        return bytes == 0 ? "" : texts.get(segment, base + textOffset(at), bytes);
    }

    /** The texts of a run in which each ends with a NUL, but for a last one that was cut. */
    List<String> terminatedTexts(int at) throws MalformedRecordException {
        int bytes = checkedLength(at);
        if (bytes == 0) {
            return List.of();
        }
        long begin = base + textOffset(at);
        long end = begin + bytes;
        var found = new ArrayList<String>();
        while (begin < end) {
            long stop = begin;
            while (stop < end && segment.get(ValueLayout.JAVA_BYTE, stop) != 0) {
                stop++;
            }
            found.add(stop == begin ? "" : texts.get(segment, begin, (int) (stop - begin)));
            begin = stop + 1;
        }
        return List.copyOf(found);
    }

    private int textOffset(int at) {
        return Short.toUnsignedInt((short) TEXT_OFFSET.get(segment, base + at));
    }

    private int checkedLength(int at) throws MalformedRecordException {
        int bytes = Short.toUnsignedInt((short) TEXT_LENGTH.get(segment, base + at));
        int begin = textOffset(at);
        if (bytes != 0 && (begin < RecordLayout.fixedLength(kind) || begin + bytes > length)) {
            throw new MalformedRecordException(
                    "a text of " + bytes + " bytes at " + begin + " is not within its " + length + " bytes", kind, at);
        }
        return bytes;
    }

    private String comm() {
        long begin = base + COMM;
        int bytes = 0;
        while (bytes < RecordLayout.COMM_BYTES && segment.get(ValueLayout.JAVA_BYTE, begin + bytes) != 0) {
            bytes++;
        }
        return bytes == 0 ? "" : texts.get(segment, begin, bytes);
    }

    /**
     * Texts come again and again: paths of programs, names of tasks. One seen in the same slot last time is handed out
     * again instead of being made anew. Bounded: {@value #SLOTS} texts of at most {@value #LONGEST} bytes.
     */
    private static final class TextCache {
        private static final int SLOTS = 2048;
        private static final int LONGEST = 256;

        private final byte[][] keys = new byte[SLOTS][];
        private final String[] values = new String[SLOTS];
        private byte[] scratch = new byte[RecordLayout.MAX_RECORD_BYTES];

        String get(MemorySegment segment, long begin, int bytes) {
            if (bytes > scratch.length) {
                scratch = new byte[bytes];
            }
            MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, begin, scratch, 0, bytes);
            if (bytes > LONGEST) {
                return new String(scratch, 0, bytes, StandardCharsets.UTF_8);
            }
            int slot = slotOf(bytes);
            byte[] key = keys[slot];
            if (key != null && key.length == bytes && Arrays.equals(key, 0, bytes, scratch, 0, bytes)) {
                return values[slot];
            }
            keys[slot] = Arrays.copyOf(scratch, bytes);
            values[slot] = new String(scratch, 0, bytes, StandardCharsets.UTF_8);
            return values[slot];
        }

        private int slotOf(int bytes) {
            int hash = bytes;
            for (int i = 0; i < bytes; i++) {
                hash = 31 * hash + scratch[i];
            }
            return (hash ^ hash >>> 15) & SLOTS - 1;
        }
    }
}
