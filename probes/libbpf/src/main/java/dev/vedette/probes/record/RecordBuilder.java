package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.handle;
import static dev.vedette.probes.record.RecordLayout.offset;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One record being written: its fixed struct first, texts behind it in the order they are given. */
final class RecordBuilder {
    private final byte[] bytes = new byte[RecordLayout.MAX_RECORD_BYTES];
    private final MemorySegment segment = MemorySegment.ofArray(bytes);
    private int length;

    RecordBuilder(int kind, StructLayout layout, RecordHeader header) {
        length = (int) layout.byteSize();
        StructLayout fields = RecordLayout.HEADER;
        put(handle(fields, "kind"), kind);
        put(handle(fields, "boot_nanos"), header.bootNanos());
        put(handle(fields, "cgroup_id"), header.cgroupId());
        put(handle(fields, "pid"), header.pid());
        put(handle(fields, "tid"), header.tid());
        put(handle(fields, "start_boot_nanos"), header.startBootNanos());
        byte[] comm = header.comm().getBytes(StandardCharsets.UTF_8);
        copy(comm, offset(fields, "comm"), Math.min(comm.length, RecordLayout.COMM_BYTES - 1));
    }

    MemorySegment segment() {
        return segment;
    }

    void put(VarHandle field, byte value) {
        field.set(segment, 0L, value);
    }

    void put(VarHandle field, int value) {
        field.set(segment, 0L, value);
    }

    void put(VarHandle field, long value) {
        field.set(segment, 0L, value);
    }

    void credentials(int at, RawCredentials credentials) {
        StructLayout layout = RecordLayout.CREDENTIALS;
        putUnsigned(layout, "uid", at, credentials.uid());
        putUnsigned(layout, "gid", at, credentials.gid());
        putUnsigned(layout, "euid", at, credentials.euid());
        putUnsigned(layout, "egid", at, credentials.egid());
        putLong(layout, "effective", at, credentials.effective());
        putLong(layout, "permitted", at, credentials.permitted());
        putLong(layout, "inheritable", at, credentials.inheritable());
        putLong(layout, "bounding", at, credentials.bounding());
        putLong(layout, "ambient", at, credentials.ambient());
        putUnsigned(layout, "seccomp_mode", at, credentials.seccompMode());
        putUnsigned(layout, "no_new_privileges", at, credentials.noNewPrivileges() ? 1 : 0);
    }

    void namespaces(int at, RawNamespaces namespaces) {
        StructLayout layout = RecordLayout.NAMESPACES;
        putUnsigned(layout, "mount", at, namespaces.mount());
        putUnsigned(layout, "pid", at, namespaces.pid());
        putUnsigned(layout, "network", at, namespaces.network());
        putUnsigned(layout, "user", at, namespaces.user());
        putUnsigned(layout, "ipc", at, namespaces.ipc());
        putUnsigned(layout, "uts", at, namespaces.uts());
        putUnsigned(layout, "cgroup", at, namespaces.cgroup());
    }

    void file(int at, RawFile file) {
        StructLayout layout = RecordLayout.FILE;
        putLong(layout, "inode", at, file.inode());
        putLong(layout, "super_magic", at, file.superMagic());
        putUnsigned(layout, "device", at, file.device());
        putUnsigned(layout, "generation", at, file.generation());
        putUnsigned(layout, "links", at, file.links());
        putUnsigned(layout, "mode", at, file.mode());
        putUnsigned(layout, "owner_uid", at, file.ownerUid());
        putUnsigned(layout, "overlay", at, file.overlay());
        putUnsigned(layout, "path_end", at, file.pathEnd());
        text(at + offset(layout, "path"), file.path());
    }

    void text(int at, String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        if (encoded.length == 0) {
            return;
        }
        if (length + encoded.length > bytes.length) {
            throw new IllegalArgumentException(
                    "The record's texts need more than " + bytes.length + " bytes; shorten them");
        }
        handle(RecordLayout.TEXT, "offset").set(segment, (long) at, (short) length);
        handle(RecordLayout.TEXT, "length").set(segment, (long) at, (short) encoded.length);
        copy(encoded, length, encoded.length);
        length += encoded.length;
    }

    byte[] finish() {
        put(handle(RecordLayout.HEADER, "length"), length);
        return Arrays.copyOf(bytes, length);
    }

    private void putUnsigned(StructLayout layout, String field, int at, long value) {
        handle(layout, field).set(segment, (long) at, (int) value);
    }

    private void putLong(StructLayout layout, String field, int at, long value) {
        handle(layout, field).set(segment, (long) at, value);
    }

    private void copy(byte[] source, int at, int count) {
        MemorySegment.copy(source, 0, segment, ValueLayout.JAVA_BYTE, at, count);
    }
}
