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
                CgroupRecord {
    RecordHeader header();
}
