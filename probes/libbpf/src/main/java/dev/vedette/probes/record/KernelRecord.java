package dev.vedette.probes.record;

/** One record of the ring buffer, decoded. */
public sealed interface KernelRecord
        permits ExecRecord,
                ForkRecord,
                ExitRecord,
                FileOpenRecord,
                MountRecord,
                NamespaceRecord,
                SocketRecord,
                CredentialsRecord,
                ModuleRecord,
                BpfRecord,
                CgroupRecord,
                FileChangeRecord,
                DnsRecord,
                ProcessAccessRecord,
                SignalRecord,
                CapabilityRecord,
                KeyRecord,
                MemoryRecord,
                SurfaceRecord,
                TransferRecord,
                TaskRenameRecord,
                OomKillRecord,
                DestructionRecord,
                FetchRecord {
    RecordHeader header();
}
