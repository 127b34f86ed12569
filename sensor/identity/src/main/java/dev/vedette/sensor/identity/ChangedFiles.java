package dev.vedette.sensor.identity;

import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.FileObject;
import dev.vedette.probes.record.FileChangeRecord;
import dev.vedette.probes.record.RawFile;
import dev.vedette.sensor.identity.process.RawFacts;
import java.util.Optional;

/**
 * Finds the files that changes are about. Where the kernel's hook knows only the names that the call was given, the
 * file is looked up by them afterwards, from the root of the process; what is found so may have been exchanged since,
 * and says that it was.
 */
final class ChangedFiles {
    private final FileLookup lookup;

    ChangedFiles(FileLookup lookup) {
        this.lookup = lookup;
    }

    /** A file, and how it is known. */
    record Found(FileObject file, FileChanged.KnownBy knownBy) {}

    Found find(FileChangeRecord record, InContext context) {
        if (record.file().known()) {
            return new Found(RawFacts.file(record.file()), FileChanged.KnownBy.KERNEL);
        }
        String path = absolute(nameNow(record), record.directory());
        boolean gone = isRemoval(record.operation()) && record.result() >= 0;
        Optional<FileObject> found = path.isEmpty() || gone
                ? Optional.empty()
                : lookup.find(context.process(), context.residence(), path, followsLinks(record.operation()));
        return found.map(file -> new Found(file, FileChanged.KnownBy.LOOKED_UP))
                .orElseGet(() -> new Found(FileObject.ofPath(path), FileChanged.KnownBy.PATH_ONLY));
    }

    /** By which name the file is found after the call. */
    private static String nameNow(FileChangeRecord record) {
        boolean moved = record.operation() == FileChangeRecord.RENAME && record.result() >= 0;
        return moved ? record.otherPath() : record.requestedPath();
    }

    private static String absolute(String path, RawFile directory) {
        if (path.startsWith("/")) {
            return path;
        }
        boolean usable = directory.known() && directory.pathEnd() == RawFile.PATH_ROOT;
        if (path.isEmpty()) {
            return usable ? directory.path() : "";
        }
        return usable ? directory.path() + "/" + path : "";
    }

    private static boolean isRemoval(int operation) {
        return operation == FileChangeRecord.UNLINK || operation == FileChangeRecord.RMDIR;
    }

    /** Calls on names, not on what links lead to; the last component only. */
    private static boolean followsLinks(int operation) {
        return switch (operation) {
            case FileChangeRecord.RENAME,
                    FileChangeRecord.LINK,
                    FileChangeRecord.SYMLINK,
                    FileChangeRecord.UNLINK,
                    FileChangeRecord.RMDIR,
                    FileChangeRecord.MKNOD -> false;
            default -> true;
        };
    }

    static FileChanged.Operation operation(int operation) {
        return switch (operation) {
            case FileChangeRecord.RENAME -> FileChanged.Operation.RENAME;
            case FileChangeRecord.LINK -> FileChanged.Operation.LINK;
            case FileChangeRecord.SYMLINK -> FileChanged.Operation.SYMLINK;
            case FileChangeRecord.UNLINK -> FileChanged.Operation.UNLINK;
            case FileChangeRecord.RMDIR -> FileChanged.Operation.RMDIR;
            case FileChangeRecord.CHMOD -> FileChanged.Operation.CHMOD;
            case FileChangeRecord.CHOWN -> FileChanged.Operation.CHOWN;
            case FileChangeRecord.SET_XATTR -> FileChanged.Operation.SET_ATTRIBUTE;
            case FileChangeRecord.REMOVE_XATTR -> FileChanged.Operation.REMOVE_ATTRIBUTE;
            case FileChangeRecord.MAP_SHARED_WRITABLE -> FileChanged.Operation.MAP_SHARED_WRITABLE;
            case FileChangeRecord.COPY_RANGE -> FileChanged.Operation.COPY_RANGE;
            case FileChangeRecord.FALLOCATE -> FileChanged.Operation.FALLOCATE;
            case FileChangeRecord.MKNOD -> FileChanged.Operation.MAKE_NODE;
            default -> FileChanged.Operation.TRUNCATE;
        };
    }
}
