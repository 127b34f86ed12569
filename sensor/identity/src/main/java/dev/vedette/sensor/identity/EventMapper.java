package dev.vedette.sensor.identity;

import dev.vedette.policy.model.BpfUsed;
import dev.vedette.policy.model.CgroupChanged;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.CredentialsChanged;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.FileRole;
import dev.vedette.policy.model.FileSystemMounted;
import dev.vedette.policy.model.KernelModuleLoaded;
import dev.vedette.policy.model.NamespaceChanged;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.probes.record.BpfRecord;
import dev.vedette.probes.record.CgroupRecord;
import dev.vedette.probes.record.CredentialsRecord;
import dev.vedette.probes.record.FileOpenRecord;
import dev.vedette.probes.record.ModuleRecord;
import dev.vedette.probes.record.MountRecord;
import dev.vedette.probes.record.NamespaceRecord;
import dev.vedette.probes.record.SocketRecord;
import dev.vedette.sensor.identity.process.ProcessTable;
import dev.vedette.sensor.identity.process.RawFacts;
import dev.vedette.sensor.identity.process.TrackedProcess;

/** From decoded records to the model's events, once their context is known. */
final class EventMapper {
    // include/uapi/asm-generic/fcntl.h; the access mode of 3 is "no access, ioctl only".
    private static final int O_ACCMODE = 3;
    private static final int O_WRONLY = 1;
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0x40;
    private static final int O_TRUNC = 0x200;
    private static final int O_PATH = 0x20_0000;

    // include/uapi/linux/stat.h
    private static final int S_IFMT = 0xf000;
    private static final int S_IFBLK = 0x6000;

    // include/linux/socket.h
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int AF_VSOCK = 40;

    private final ProcessTable processes;
    private final RuntimeFiles runtimeFiles;

    EventMapper(ProcessTable processes, RuntimeFiles runtimeFiles) {
        this.processes = processes;
        this.runtimeFiles = runtimeFiles;
    }

    FileOpened opened(EventContext context, FileOpenRecord record) {
        FileObject file = RawFacts.file(record.file());
        int flags = record.flags();
        int access = flags & O_ACCMODE;
        boolean pathOnly = (flags & O_PATH) != 0;
        boolean writes = access == O_WRONLY || access == O_RDWR || (flags & O_TRUNC) != 0;
        return new FileOpened(
                context,
                file,
                !pathOnly && (access == 0 || access == O_RDWR),
                !pathOnly && writes,
                (flags & O_CREAT) != 0,
                record.requestedPath(),
                record.raceable(),
                role(file));
    }

    private FileRole role(FileObject file) {
        if (runtimeFiles.isBinary(file)) {
            return FileRole.RUNTIME_BINARY;
        }
        return (file.mode() & S_IFMT) == S_IFBLK ? FileRole.RAW_DEVICE : FileRole.ORDINARY;
    }

    FileSystemMounted mounted(EventContext context, MountRecord record) {
        return new FileSystemMounted(
                context,
                record.api() == 0 ? FileSystemMounted.Api.MOUNT : FileSystemMounted.Api.FILE_DESCRIPTOR,
                record.type(),
                record.source(),
                record.target(),
                record.flags(),
                record.superMagic(),
                record.options());
    }

    NamespaceChanged namespaces(EventContext context, NamespaceRecord record) {
        return new NamespaceChanged(
                context,
                record.operation() == NamespaceRecord.SETNS
                        ? NamespaceChanged.Operation.SETNS
                        : NamespaceChanged.Operation.UNSHARE,
                NamespaceKind.fromCloneFlags(record.cloneFlags()),
                RawFacts.namespaces(record.after()));
    }

    SocketActivity socket(EventContext context, SocketRecord record) {
        return new SocketActivity(context, operation(record), record.protocol(), peer(record));
    }

    private static SocketActivity.Operation operation(SocketRecord record) {
        return switch (record.operation()) {
            case SocketRecord.CONNECT -> SocketActivity.Operation.CONNECT;
            case SocketRecord.ACCEPT -> SocketActivity.Operation.ACCEPT;
            default -> SocketActivity.Operation.LISTEN;
        };
    }

    private SocketActivity.Endpoint peer(SocketRecord record) {
        boolean own = record.operation() == SocketRecord.LISTEN;
        boolean unix = record.family() == AF_UNIX;
        String inet = own ? record.localAddress() : record.remoteAddress();
        FileObject owner = own || record.peerPid() == 0
                ? FileObject.NONE
                : processes
                        .now(record.peerPid())
                        .map(TrackedProcess::info)
                        .map(info -> info.executable())
                        .orElse(FileObject.NONE);
        boolean runtimeApi = unix
                && (runtimeFiles.isDaemon(owner) || runtimeFiles.isSocket(record.unixDevice(), record.unixInode()));
        return new SocketActivity.Endpoint(
                family(record.family()),
                unix ? record.unixPath() : inet,
                own ? record.localPort() : record.remotePort(),
                owner,
                runtimeApi);
    }

    private static SocketActivity.Family family(int family) {
        return switch (family) {
            case AF_UNIX -> SocketActivity.Family.UNIX;
            case AF_INET -> SocketActivity.Family.INET;
            case AF_INET6 -> SocketActivity.Family.INET6;
            case AF_VSOCK -> SocketActivity.Family.VSOCK;
            default -> SocketActivity.Family.OTHER;
        };
    }

    CredentialsChanged credentials(EventContext context, CredentialsRecord record) {
        return new CredentialsChanged(
                context, RawFacts.credentials(record.before()), RawFacts.credentials(record.after()));
    }

    KernelModuleLoaded module(EventContext context, ModuleRecord record) {
        return new KernelModuleLoaded(context, record.name(), record.result() >= 0);
    }

    BpfUsed bpf(EventContext context, BpfRecord record) {
        return new BpfUsed(context, record.command(), record.result() >= 0);
    }

    CgroupChanged cgroup(EventContext context, CgroupRecord record, Container owner) {
        CgroupChanged.Operation operation = switch (record.operation()) {
            case CgroupRecord.MKDIR -> CgroupChanged.Operation.MADE;
            case CgroupRecord.RMDIR -> CgroupChanged.Operation.REMOVED;
            default -> CgroupChanged.Operation.ENTERED;
        };
        return new CgroupChanged(context, operation, record.cgroupId(), record.path(), owner);
    }
}
