package dev.vedette.probes.record;

import static dev.vedette.probes.record.RecordLayout.offset;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** One record being written: its fixed struct first, texts behind it in the order they are given. */
final class RecordBuilder {
    private final byte[] bytes = new byte[RecordLayout.MAX_RECORD_BYTES];
    private final MemorySegment segment = MemorySegment.ofArray(bytes);
    private int length;

    RecordBuilder(RecordKind kind, RecordHeader header) {
        length = kind.fixedLength();
        put32(RecordLayout.HEADER, "kind", 0, kind.number());
        put64(RecordLayout.HEADER, "boot_nanos", 0, header.bootNanos());
        put64(RecordLayout.HEADER, "cgroup_id", 0, header.cgroupId());
        put32(RecordLayout.HEADER, "pid", 0, header.pid());
        put32(RecordLayout.HEADER, "tid", 0, header.tid());
        put64(RecordLayout.HEADER, "start_boot_nanos", 0, header.startBootNanos());
        name(offset(RecordLayout.HEADER, "comm"), header.comm());
        put32(RecordLayout.HEADER, "origin", 0, header.origin());
        put32(RecordLayout.HEADER, "flags", 0, header.flags());
    }

    void int8(int at, int value) {
        segment.set(ValueLayout.JAVA_BYTE, at, (byte) value);
    }

    void int16(int at, int value) {
        segment.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, (short) value);
    }

    void int32(int at, int value) {
        segment.set(ValueLayout.JAVA_INT_UNALIGNED, at, value);
    }

    void int64(int at, long value) {
        segment.set(ValueLayout.JAVA_LONG_UNALIGNED, at, value);
    }

    void credentials(int at, RawCredentials credentials) {
        StructLayout layout = RecordLayout.CREDENTIALS;
        put32(layout, "uid", at, credentials.uid());
        put32(layout, "gid", at, credentials.gid());
        put32(layout, "euid", at, credentials.euid());
        put32(layout, "egid", at, credentials.egid());
        put64(layout, "effective", at, credentials.effective());
        put64(layout, "permitted", at, credentials.permitted());
        put64(layout, "inheritable", at, credentials.inheritable());
        put64(layout, "bounding", at, credentials.bounding());
        put64(layout, "ambient", at, credentials.ambient());
        put32(layout, "seccomp_mode", at, credentials.seccompMode());
        put32(layout, "no_new_privileges", at, credentials.noNewPrivileges() ? 1 : 0);
    }

    void namespaces(int at, RawNamespaces namespaces) {
        StructLayout layout = RecordLayout.NAMESPACES;
        put32(layout, "mount", at, namespaces.mount());
        put32(layout, "pid", at, namespaces.pid());
        put32(layout, "network", at, namespaces.network());
        put32(layout, "user", at, namespaces.user());
        put32(layout, "ipc", at, namespaces.ipc());
        put32(layout, "uts", at, namespaces.uts());
        put32(layout, "cgroup", at, namespaces.cgroup());
    }

    void file(int at, RawFile file) {
        StructLayout layout = RecordLayout.FILE;
        put64(layout, "inode", at, file.inode());
        put64(layout, "super_magic", at, file.superMagic());
        put32(layout, "device", at, file.device());
        put32(layout, "generation", at, file.generation());
        put32(layout, "links", at, file.links());
        put32(layout, "mode", at, file.mode());
        put32(layout, "owner_uid", at, file.ownerUid());
        put32(layout, "overlay", at, file.overlay());
        put32(layout, "path_end", at, file.pathEnd());
        text(at + offset(layout, "path"), file.path());
        put32(layout, "mount_namespace", at, file.mountNamespace());
        put32(layout, "mount_id", at, file.mountId());
    }

    void target(int at, RawTarget target) {
        StructLayout layout = RecordLayout.TARGET;
        put32(layout, "pid", at, target.pid());
        put32(layout, "tid", at, target.tid());
        put64(layout, "start_boot_nanos", at, target.startBootNanos());
        put64(layout, "cgroup_id", at, target.cgroupId());
        name(at + offset(layout, "comm"), target.comm());
    }

    void address(int at, int family, String text) {
        InetText.put(text, family, segment, at);
    }

    void name(int at, String name) {
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        copy(encoded, at, Math.min(encoded.length, RecordLayout.COMM_BYTES - 1));
    }

    void text(int at, String text) {
        append(at, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A run of texts, each with a NUL behind it. */
    void texts(int at, List<String> texts) {
        var run = new StringBuilder();
        texts.forEach(text -> run.append(text).append('\0'));
        text(at, run.toString());
    }

    void bytes(int at, RawBytes raw) {
        append(at, raw.toArray());
    }

    private void append(int at, byte[] encoded) {
        if (encoded.length == 0) {
            return;
        }
        if (length + encoded.length > bytes.length) {
            throw new IllegalArgumentException(
                    "The record's texts need more than " + bytes.length + " bytes; shorten them");
        }
        int16(at + RecordLayout.offset16(RecordLayout.TEXT, "offset"), length);
        int16(at + RecordLayout.offset16(RecordLayout.TEXT, "length"), encoded.length);
        copy(encoded, length, encoded.length);
        length += encoded.length;
    }

    byte[] finish() {
        put32(RecordLayout.HEADER, "length", 0, length);
        return Arrays.copyOf(bytes, length);
    }

    private void put32(StructLayout layout, String field, int at, long value) {
        int32(at + RecordLayout.offset32(layout, field), (int) value);
    }

    private void put64(StructLayout layout, String field, int at, long value) {
        int64(at + RecordLayout.offset64(layout, field), value);
    }

    private void copy(byte[] source, int at, int count) {
        MemorySegment.copy(source, 0, segment, ValueLayout.JAVA_BYTE, at, count);
    }
}
