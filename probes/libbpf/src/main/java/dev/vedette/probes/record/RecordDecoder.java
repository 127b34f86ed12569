package dev.vedette.probes.record;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Makes {@link KernelRecord}s of the ring's bytes.
 *
 * <p>Guarantees: {@link #decode} returns a record or throws {@link MalformedRecordException}, whatever the bytes are;
 * nothing of the segment is kept; nothing is allocated but the record and its texts, and a text seen shortly before is
 * shared. Bytes that are not UTF-8 become U+FFFD. Not thread-safe: one decoder per reading thread.
 */
public final class RecordDecoder {
    private static final int KIND = RecordLayout.offset32(RecordLayout.HEADER, "kind");
    private static final int LENGTH = RecordLayout.offset32(RecordLayout.HEADER, "length");

    private final StructDecoder structs = new StructDecoder();

    /**
     * Decodes the record in {@code segment} from {@code offset} on.
     *
     * @param length the bytes that belong to it, as the ring says; the record's own length must be the same
     */
    public KernelRecord decode(MemorySegment segment, long offset, int length) throws MalformedRecordException {
        RecordKind kind = checkedKind(segment, offset, length);
        structs.begin(segment, offset, length, kind);
        RecordHeader header = structs.header();
        return switch (kind) {
            case EXEC -> ExecFields.decode(header, structs);
            case FORK -> ForkFields.decode(header, structs);
            case EXIT -> ExitFields.decode(header, structs);
            case FILE_OPEN -> FileOpenFields.decode(header, structs);
            case MOUNT -> MountFields.decode(header, structs);
            case NAMESPACE -> NamespaceFields.decode(header, structs);
            case SOCKET -> SocketFields.decode(header, structs);
            case CREDENTIALS -> CredentialsFields.decode(header, structs);
            case MODULE -> ModuleFields.decode(header, structs);
            case BPF -> BpfFields.decode(header, structs);
            case CGROUP -> CgroupFields.decode(header, structs);
            case FILE_CHANGE -> FileChangeFields.decode(header, structs);
            case DNS -> DnsFields.decode(header, structs);
            case PROCESS_ACCESS -> ProcessAccessFields.decode(header, structs);
            case SIGNAL -> SignalFields.decode(header, structs);
            case CAPABILITY -> CapabilityFields.decode(header, structs);
            case KEY -> KeyFields.decode(header, structs);
            case MEMORY -> MemoryFields.decode(header, structs);
            case SURFACE -> SurfaceFields.decode(header, structs);
            case TRANSFER -> TransferFields.decode(header, structs);
            case TASK_RENAME -> TaskRenameFields.decode(header, structs);
            case OOM_KILL -> OomKillFields.decode(header, structs);
            case DESTRUCTION -> DestructionFields.decode(header, structs);
            case FETCH -> FetchFields.decode(header, structs);
        };
    }

    private static RecordKind checkedKind(MemorySegment segment, long offset, int length)
            throws MalformedRecordException {
        if (length < RecordLayout.HEADER.byteSize() || offset < 0 || offset > segment.byteSize() - length) {
            throw new MalformedRecordException("it is cut off within its header", -1, Math.max(length, 0));
        }
        int number = segment.get(ValueLayout.JAVA_INT_UNALIGNED, offset + KIND);
        RecordKind kind = RecordKind.of(number);
        if (kind == null) {
            throw new MalformedRecordException("no such kind", number, KIND);
        }
        int said = segment.get(ValueLayout.JAVA_INT_UNALIGNED, offset + LENGTH);
        if (said != length || length < kind.fixedLength() || length > RecordLayout.MAX_RECORD_BYTES) {
            throw new MalformedRecordException("it says " + said + " bytes, the ring " + length, number, LENGTH);
        }
        return kind;
    }
}
