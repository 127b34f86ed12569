package dev.vedette.probes.record;

import java.lang.foreign.StructLayout;
import java.util.Arrays;

/** The kinds of records: {@code enum vdt_kind} of {@code record.h}, held equal by a test. */
enum RecordKind {
    EXEC(1, ExecFields.LAYOUT),
    FORK(2, ForkFields.LAYOUT),
    EXIT(3, ExitFields.LAYOUT),
    FILE_OPEN(4, FileOpenFields.LAYOUT),
    MOUNT(5, MountFields.LAYOUT),
    NAMESPACE(6, NamespaceFields.LAYOUT),
    SOCKET(7, SocketFields.LAYOUT),
    CREDENTIALS(8, CredentialsFields.LAYOUT),
    MODULE(9, ModuleFields.LAYOUT),
    BPF(10, BpfFields.LAYOUT),
    CGROUP(11, CgroupFields.LAYOUT),
    FILE_CHANGE(12, FileChangeFields.LAYOUT),
    DNS(13, DnsFields.LAYOUT),
    PROCESS_ACCESS(14, ProcessAccessFields.LAYOUT),
    SIGNAL(15, SignalFields.LAYOUT),
    CAPABILITY(16, CapabilityFields.LAYOUT),
    KEY(17, KeyFields.LAYOUT),
    MEMORY(18, MemoryFields.LAYOUT),
    SURFACE(19, SurfaceFields.LAYOUT),
    TRANSFER(20, TransferFields.LAYOUT),
    TASK_RENAME(21, TaskRenameFields.LAYOUT),
    OOM_KILL(22, OomKillFields.LAYOUT),
    DESTRUCTION(23, DestructionFields.LAYOUT),
    FETCH(24, FetchFields.LAYOUT);

    private static final RecordKind[] BY_NUMBER = byNumber();

    private final int number;

    @SuppressWarnings("ImmutableEnumChecker") // layouts are immutable, which their interface does not say
    private final StructLayout layout;

    private final int fixedLength;

    RecordKind(int number, StructLayout layout) {
        this.number = number;
        this.layout = layout;
        this.fixedLength = (int) layout.byteSize();
    }

    int number() {
        return number;
    }

    /** Of the part before the texts. */
    StructLayout layout() {
        return layout;
    }

    /** How many bytes come before the texts. */
    int fixedLength() {
        return fixedLength;
    }

    /** The kind of a number, null for a number that is none. */
    static RecordKind of(int number) {
        return number < 0 || number >= BY_NUMBER.length ? null : BY_NUMBER[number];
    }

    private static RecordKind[] byNumber() {
        RecordKind[] kinds = new RecordKind[values().length + 1];
        Arrays.stream(values()).forEach(kind -> kinds[kind.number] = kind);
        return kinds;
    }
}
