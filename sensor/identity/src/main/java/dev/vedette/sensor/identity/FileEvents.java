package dev.vedette.sensor.identity;

import dev.vedette.policy.model.DataTransferred;
import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.FileRole;
import dev.vedette.policy.model.FileSystemMounted;
import dev.vedette.policy.model.FilesDestroyed;
import dev.vedette.policy.model.MemoryProtected;
import dev.vedette.probes.record.DestructionRecord;
import dev.vedette.probes.record.FileChangeRecord;
import dev.vedette.probes.record.FileOpenRecord;
import dev.vedette.probes.record.MemoryRecord;
import dev.vedette.probes.record.MountRecord;
import dev.vedette.probes.record.RecordHeader;
import dev.vedette.probes.record.TransferRecord;
import dev.vedette.sensor.identity.process.RawFacts;
import java.time.Duration;

/** What is done to files, mounts and mapped memory. */
final class FileEvents {
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

    // include/uapi/asm-generic/mman-common.h
    private static final int PROT_WRITE = 2;

    private final RuntimeFiles runtimeFiles;
    private final ChangedFiles changedFiles;
    private final Contexts contexts;

    FileEvents(RuntimeFiles runtimeFiles, ChangedFiles changedFiles, Contexts contexts) {
        this.runtimeFiles = runtimeFiles;
        this.changedFiles = changedFiles;
        this.contexts = contexts;
    }

    void opened(FileOpenRecord record, Arrival arrival) {
        int flags = record.flags();
        int access = flags & O_ACCMODE;
        boolean pathOnly = (flags & O_PATH) != 0;
        boolean reads = !pathOnly && (access == 0 || access == O_RDWR);
        boolean writes = !pathOnly && (access == O_WRONLY || access == O_RDWR || (flags & O_TRUNC) != 0);
        InContext context = contexts.of(arrival);
        FileObject file = RawFacts.file(record.file());
        FileRole role = role(file);
        context.send(c -> new FileOpened(
                c, file, reads, writes, (flags & O_CREAT) != 0, record.requestedPath(), record.raceable(), role));
    }

    private FileRole role(FileObject file) {
        if (runtimeFiles.isBinary(file)) {
            return FileRole.RUNTIME_BINARY;
        }
        return (file.mode() & S_IFMT) == S_IFBLK ? FileRole.RAW_DEVICE : FileRole.ORDINARY;
    }

    void changed(FileChangeRecord record, Arrival arrival) {
        InContext context = contexts.of(arrival);
        ChangedFiles.Found found = changedFiles.find(record, context);
        FileObject other = RawFacts.file(record.other());
        FileRole ofFile = role(found.file());
        FileRole role = ofFile == FileRole.ORDINARY ? role(other) : ofFile;
        context.send(c -> new FileChanged(
                c,
                ChangedFiles.operation(record.operation()),
                found.file(),
                other,
                record.value(),
                record.requestedPath(),
                record.otherPath(),
                record.raceable(),
                found.knownBy(),
                record.result() >= 0,
                role));
    }

    void destroyed(DestructionRecord record, Arrival arrival) {
        FileObject last = record.requestedPath().isEmpty()
                ? RawFacts.file(record.last())
                : FileObject.ofPath(record.requestedPath());
        contexts.of(arrival)
                .send(c -> new FilesDestroyed(
                        c,
                        Integer.toUnsignedLong(record.removed()),
                        Integer.toUnsignedLong(record.renamed()),
                        Integer.toUnsignedLong(record.emptied()),
                        Integer.toUnsignedLong(record.rewritten()),
                        Integer.toUnsignedLong(record.unsure()),
                        Long.bitCount(record.folders()),
                        Duration.ofNanos(Math.max(0, record.header().bootNanos() - record.beganBootNanos())),
                        last,
                        FilesDestroyed.Habit.UNKNOWN));
    }

    void mounted(MountRecord record, Arrival arrival) {
        boolean denied = (record.header().flags() & RecordHeader.DENIED) != 0;
        if (record.result() < 0 && !denied) {
            return;
        }
        contexts.of(arrival)
                .send(c -> new FileSystemMounted(
                        c,
                        operation(record),
                        record.api() == MountRecord.CALL
                                ? FileSystemMounted.Api.MOUNT
                                : FileSystemMounted.Api.FILE_DESCRIPTOR,
                        RawFacts.file(record.place()),
                        record.type(),
                        record.source(),
                        record.target(),
                        record.flags(),
                        record.superMagic(),
                        record.options()));
    }

    private static FileSystemMounted.Operation operation(MountRecord record) {
        return switch (record.operation()) {
            case MountRecord.UMOUNT -> FileSystemMounted.Operation.UNMOUNT;
            case MountRecord.PIVOT_ROOT -> FileSystemMounted.Operation.PIVOT_ROOT;
            case MountRecord.CHROOT -> FileSystemMounted.Operation.CHROOT;
            case MountRecord.OPEN_TREE -> FileSystemMounted.Operation.OPEN_TREE;
            case MountRecord.SETATTR -> FileSystemMounted.Operation.SET_ATTRIBUTES;
            default -> FileSystemMounted.Operation.MOUNT;
        };
    }

    void protectedMemory(MemoryRecord record, Arrival arrival) {
        contexts.of(arrival)
                .send(c -> new MemoryProtected(
                        c,
                        record.operation() == MemoryRecord.MAP_EXECUTABLE
                                ? MemoryProtected.Operation.MAP
                                : MemoryProtected.Operation.PROTECT,
                        RawFacts.file(record.file()),
                        record.address(),
                        record.length(),
                        (record.protection() & PROT_WRITE) != 0,
                        (record.protectionBefore() & PROT_WRITE) != 0));
    }

    void transferred(TransferRecord record, Arrival arrival) {
        DataTransferred.Operation operation = switch (record.operation()) {
            case TransferRecord.TEE -> DataTransferred.Operation.TEE;
            case TransferRecord.VMSPLICE -> DataTransferred.Operation.VMSPLICE;
            case TransferRecord.SENDFILE -> DataTransferred.Operation.SENDFILE;
            default -> DataTransferred.Operation.SPLICE;
        };
        contexts.of(arrival)
                .send(c -> new DataTransferred(
                        c,
                        operation,
                        RawFacts.file(record.source()),
                        RawFacts.stdio(record.sourceKind()),
                        RawFacts.file(record.destination()),
                        RawFacts.stdio(record.destinationKind()),
                        Math.max(0, record.result()),
                        record.result() >= 0));
    }
}
