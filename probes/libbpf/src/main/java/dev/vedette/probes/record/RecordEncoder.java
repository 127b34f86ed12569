package dev.vedette.probes.record;

/**
 * Makes the bytes the kernel would have sent for a record: to warm the pipeline before the first real one, and for
 * tests. Decoding gives an equal record back, provided the texts are within the kernel's bounds and hold no NUL.
 * Thread-safe.
 */
public final class RecordEncoder {
    /** @throws IllegalArgumentException if the record would be longer than any record of the kernel */
    public byte[] encode(KernelRecord record) {
        return switch (record) {
            case ExecRecord exec -> ExecFields.encode(exec);
            case ForkRecord fork -> ForkFields.encode(fork);
            case ExitRecord exit -> ExitFields.encode(exit);
            case FileOpenRecord fileOpen -> FileOpenFields.encode(fileOpen);
            case MountRecord mount -> MountFields.encode(mount);
            case NamespaceRecord namespace -> NamespaceFields.encode(namespace);
            case SocketRecord socket -> SocketFields.encode(socket);
            case CredentialsRecord credentials -> CredentialsFields.encode(credentials);
            case ModuleRecord module -> ModuleFields.encode(module);
            case BpfRecord bpf -> BpfFields.encode(bpf);
            case CgroupRecord cgroup -> CgroupFields.encode(cgroup);
            case FileChangeRecord fileChange -> FileChangeFields.encode(fileChange);
            case DnsRecord dns -> DnsFields.encode(dns);
            case ProcessAccessRecord processAccess -> ProcessAccessFields.encode(processAccess);
            case SignalRecord signal -> SignalFields.encode(signal);
            case CapabilityRecord capability -> CapabilityFields.encode(capability);
            case KeyRecord key -> KeyFields.encode(key);
            case MemoryRecord memory -> MemoryFields.encode(memory);
            case SurfaceRecord surface -> SurfaceFields.encode(surface);
            case TransferRecord transfer -> TransferFields.encode(transfer);
            case TaskRenameRecord taskRename -> TaskRenameFields.encode(taskRename);
            case OomKillRecord oomKill -> OomKillFields.encode(oomKill);
            case DestructionRecord destruction -> DestructionFields.encode(destruction);
            case FetchRecord fetch -> FetchFields.encode(fetch);
        };
    }
}
