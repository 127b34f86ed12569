package dev.vedette.tests.tricks;

import dev.vedette.probes.record.ExecRecord;
import dev.vedette.probes.record.FileChangeRecord;
import dev.vedette.probes.record.FileOpenRecord;
import dev.vedette.probes.record.KernelRecord;
import dev.vedette.probes.record.MountRecord;
import dev.vedette.probes.record.NamespaceRecord;
import dev.vedette.probes.record.RawFile;
import dev.vedette.probes.record.SocketRecord;
import java.util.List;

/** What a trick truly did, by its own word: it looked at the object itself. */
public sealed interface Deed {
    /** The doer's number in the initial pid namespace. */
    int pid();

    /** Whether the record says the same of the same process. */
    boolean isToldBy(KernelRecord record);

    /** An object of a file system, as {@code stat} answers it. */
    record FileId(long device, long inode) {
        boolean is(RawFile file) {
            return file.inode() == inode && file.device() == device;
        }

        /** From {@code major:minor} and the inode. */
        static FileId of(String device, String inode) {
            String[] numbers = device.split(":", -1);
            return new FileId(Long.parseLong(numbers[0]) << 20 | Long.parseLong(numbers[1]), Long.parseLong(inode));
        }
    }

    /** Opened a file for writing; the name is empty where the object says enough. */
    record Opened(int pid, FileId file, String name) implements Deed {
        @Override
        public boolean isToldBy(KernelRecord record) {
            return record instanceof FileOpenRecord open && open.header().pid() == pid && file.is(open.file());
        }
    }

    /** Changed a file without opening it, or through a descriptor that another opened. */
    record Changed(int pid, String operation, String name) implements Deed {
        private static final List<String> OPERATIONS = List.of(
                "truncate",
                "rename",
                "link",
                "symlink",
                "unlink",
                "rmdir",
                "chmod",
                "chown",
                "set-attribute",
                "remove-attribute",
                "map",
                "copy-range",
                "fallocate");

        @Override
        public boolean isToldBy(KernelRecord record) {
            return record instanceof FileChangeRecord change
                    && change.header().pid() == pid
                    && change.operation() == OPERATIONS.indexOf(operation)
                    && (change.requestedPath().equals(name)
                            || change.file().path().endsWith("/" + name));
        }
    }

    /** Began a program. */
    record Executed(int pid, FileId program) implements Deed {
        @Override
        public boolean isToldBy(KernelRecord record) {
            return record instanceof ExecRecord exec && exec.header().pid() == pid && program.is(exec.executable());
        }
    }

    /** Mounted something, or took another tree for its own; the place is what it was done to. */
    record Mounted(int pid, String operation, FileId place) implements Deed {
        private static final List<String> OPERATIONS =
                List.of("mount", "umount", "pivot-root", "chroot", "open-tree", "set-attributes");

        @Override
        public boolean isToldBy(KernelRecord record) {
            return record instanceof MountRecord mount
                    && mount.header().pid() == pid
                    && mount.result() >= 0
                    && mount.operation() == OPERATIONS.indexOf(operation)
                    && place.is(mount.place());
        }
    }

    /** Took other namespaces; the kinds are CLONE_NEW* bits, all of which must be told. */
    record Moved(int pid, String operation, long kinds) implements Deed {
        private static final List<String> OPERATIONS = List.of("setns", "unshare", "clone");

        @Override
        public boolean isToldBy(KernelRecord record) {
            return record instanceof NamespaceRecord moved
                    && moved.header().pid() == pid
                    && moved.result() >= 0
                    && moved.operation() == OPERATIONS.indexOf(operation)
                    && (moved.cloneFlags() & kinds) == kinds;
        }
    }

    /** Did something with an Internet socket: the address is the own one where others may come to it. */
    record Inet(int pid, String operation, String address, int port) implements Deed {
        @Override
        public boolean isToldBy(KernelRecord record) {
            return record instanceof SocketRecord socket
                    && Operations.is(operation, socket)
                    && socket.header().pid() == pid
                    && (Operations.SERVING.contains(operation)
                            ? socket.localAddress().equals(address) && socket.localPort() == port
                            : socket.remoteAddress().equals(address) && socket.remotePort() == port);
        }
    }

    /** Did something with a socket that has a file. */
    record UnixFile(int pid, String operation, FileId file) implements Deed {
        @Override
        public boolean isToldBy(KernelRecord record) {
            return record instanceof SocketRecord socket
                    && Operations.is(operation, socket)
                    && socket.header().pid() == pid
                    && socket.unixDevice() == file.device()
                    && socket.unixInode() == file.inode();
        }
    }

    /** Did something with a socket that has a name but no file. */
    record UnixName(int pid, String operation, String name) implements Deed {
        @Override
        public boolean isToldBy(KernelRecord record) {
            return record instanceof SocketRecord socket
                    && Operations.is(operation, socket)
                    && socket.header().pid() == pid
                    && socket.unixPath().equals(name);
        }
    }

    /** Made a socket of a kind that a service has no use for; the type without its flags. */
    record Created(int pid, int family, int type, int protocol) implements Deed {
        @Override
        public boolean isToldBy(KernelRecord record) {
            return record instanceof SocketRecord socket
                    && Operations.is("create", socket)
                    && socket.header().pid() == pid
                    && socket.family() == family
                    && socket.type() == type
                    && socket.protocol() == protocol;
        }
    }

    /** The operations on sockets, in the order of their numbers. */
    final class Operations {
        private static final List<String> ALL = List.of("connect", "accept", "listen", "bind", "send", "create");
        private static final List<String> SERVING = List.of("accept", "listen", "bind");

        private Operations() {}

        private static boolean is(String operation, SocketRecord socket) {
            return socket.operation() == ALL.indexOf(operation);
        }
    }

    /** Reads a line of the program of tricks. */
    static Deed parse(String line) {
        String[] words = line.split(" ", -1);
        int pid = Integer.parseInt(words[1]);
        return switch (words[0]) {
            case "open" -> new Opened(pid, FileId.of(words[2], words[3]), words.length > 4 ? words[4] : "");
            case "change" -> new Changed(pid, words[2], words[3]);
            case "exec" -> new Executed(pid, FileId.of(words[2], words[3]));
            case "mount" -> new Mounted(pid, words[2], FileId.of(words[3], words[4]));
            case "create" ->
                new Created(pid, Integer.parseInt(words[2]), Integer.parseInt(words[3]), Integer.parseInt(words[4]));
            case "namespace" -> new Moved(pid, words[2], Long.parseLong(words[3], 16));
            case "inet" -> new Inet(pid, words[2], words[3], Integer.parseInt(words[4]));
            case "unix" -> new UnixFile(pid, words[2], FileId.of(words[3], words[4]));
            case "abstract" -> new UnixName(pid, words[2], words[3]);
            default -> throw new AssertionError("a deed of no known kind: " + line);
        };
    }
}
