package dev.vedette.sensor.identity;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.probes.record.CgroupRecord;
import dev.vedette.probes.record.ExecRecord;
import dev.vedette.probes.record.ExitRecord;
import dev.vedette.probes.record.FileOpenRecord;
import dev.vedette.probes.record.ForkRecord;
import dev.vedette.probes.record.NamespaceRecord;
import dev.vedette.probes.record.RawCredentials;
import dev.vedette.probes.record.RawFile;
import dev.vedette.probes.record.RawNamespaces;
import dev.vedette.probes.record.RecordHeader;
import dev.vedette.probes.record.SocketRecord;
import java.util.List;

/** Kernel records with good defaults, and a clock that goes on by a microsecond a record. */
public final class Records {
    public static final long OVERLAY = 0x794c_7630L;
    private static final int STREAM = 1;
    public static final RawNamespaces OF_HOST = raw(FakeNode.HOST);
    public static final RawNamespaces OF_CONTAINER = new RawNamespaces(101, 201, 301, 400, 501, 601, 701);
    public static final RawCredentials DEFAULT_CREDENTIALS = credentials(CapabilitySet.RUNTIME_DEFAULT.bits(), 2);

    private long now = 5_000_000_000L;

    /** A process as the kernel names it: every one begins at its number in milliseconds. */
    public record Task(int pid, long start) {
        public static Task of(int pid) {
            return new Task(pid, pid * 1_000_001L);
        }
    }

    public RecordHeader header(Task task, long cgroup) {
        now += 1000;
        return new RecordHeader(now, cgroup, task.pid(), task.pid(), task.start(), "task" + task.pid());
    }

    public ForkRecord fork(Task parent, long cgroup, Task child) {
        return fork(parent, cgroup, child, cgroup);
    }

    public ForkRecord fork(Task parent, long cgroup, Task child, long childCgroup) {
        return new ForkRecord(header(parent, cgroup), child.pid(), child.start(), childCgroup);
    }

    public ExecRecord exec(Task task, long cgroup, RawNamespaces namespaces, String path) {
        RawFile file = path.startsWith("/memfd:") ? memory(path) : file(path, 7, path.hashCode());
        return exec(task, cgroup, namespaces, file, DEFAULT_CREDENTIALS);
    }

    public ExecRecord exec(Task task, long cgroup, RawNamespaces namespaces, RawFile file, RawCredentials credentials) {
        return new ExecRecord(
                header(task, cgroup),
                0,
                0,
                credentials,
                namespaces,
                file,
                RawFile.NONE,
                file("/", 7, 2),
                7,
                2,
                1,
                2,
                file.path(),
                List.of(file.path(), "argument"),
                false,
                List.of(),
                false,
                ExecRecord.STDIO_NULL,
                ExecRecord.STDIO_PIPE,
                ExecRecord.STDIO_CONNECTED_SOCKET,
                false,
                false);
    }

    /** The same program, with another header. */
    public static ExecRecord with(ExecRecord exec, RecordHeader header) {
        return changed(exec, header, exec.script(), exec.environment());
    }

    /** The same program, begun by a script and with variables in its environment. */
    public static ExecRecord with(ExecRecord exec, RawFile script, String... environment) {
        return changed(exec, exec.header(), script, List.of(environment));
    }

    private static ExecRecord changed(ExecRecord exec, RecordHeader header, RawFile script, List<String> environment) {
        return new ExecRecord(
                header,
                exec.parentPid(),
                exec.parentStartBootNanos(),
                exec.credentials(),
                exec.namespaces(),
                exec.executable(),
                script,
                exec.workingDirectory(),
                exec.rootDevice(),
                exec.rootInode(),
                exec.seccompFilters(),
                exec.argumentCount(),
                exec.requestedPath(),
                exec.arguments(),
                exec.argumentsTruncated(),
                environment,
                exec.environmentTruncated(),
                exec.stdin(),
                exec.stdout(),
                exec.stderr(),
                exec.secure(),
                exec.compat());
    }

    public ExitRecord exit(Task task, long cgroup) {
        return new ExitRecord(header(task, cgroup), 0);
    }

    public CgroupRecord mkdir(Task maker, long makerCgroup, long id, long parent, String path) {
        return new CgroupRecord(header(maker, makerCgroup), CgroupRecord.MKDIR, id, parent, path, 0, 0);
    }

    public CgroupRecord rmdir(Task task, long cgroup, long id, String path) {
        return new CgroupRecord(header(task, cgroup), CgroupRecord.RMDIR, id, 1, path, 0, 0);
    }

    public CgroupRecord attach(Task mover, long moverCgroup, Task moved, long id) {
        return new CgroupRecord(header(mover, moverCgroup), CgroupRecord.ATTACH, id, 1, "/x", moved.pid(), moverCgroup);
    }

    public FileOpenRecord open(Task task, long cgroup, RawFile file, int flags) {
        return new FileOpenRecord(header(task, cgroup), file, flags, "", false);
    }

    public NamespaceRecord setns(Task task, long cgroup, long flags, RawNamespaces before, RawNamespaces after) {
        return new NamespaceRecord(header(task, cgroup), NamespaceRecord.SETNS, flags, before, after, 0);
    }

    public SocketRecord socket(Task task, long cgroup, int operation) {
        return new SocketRecord(
                header(task, cgroup),
                operation,
                2,
                6,
                "10.0.0.1",
                80,
                "10.0.0.2",
                5000,
                "",
                0,
                0,
                0,
                STREAM,
                0,
                RawFile.NONE,
                0,
                "");
    }

    public SocketRecord unixConnect(Task task, long cgroup, String path, long device, long inode, int peerPid) {
        return new SocketRecord(
                header(task, cgroup),
                SocketRecord.CONNECT,
                1,
                0,
                "",
                0,
                "",
                0,
                path,
                device,
                inode,
                peerPid,
                STREAM,
                0,
                RawFile.NONE,
                0,
                "");
    }

    public static RawFile file(String path, long device, long inode) {
        return new RawFile(
                path, RawFile.PATH_ROOT, device, inode, 1, OVERLAY, 1, 0x81ed, 0, RawFile.OVERLAY_LOWER, 0, 0);
    }

    /** A file that lives in memory only, as memfd_create(2) makes it. */
    public static RawFile memory(String path) {
        return new RawFile(
                path, RawFile.PATH_DETACHED, 1, path.hashCode(), 1, FileSystemMagic.TMPFS, 0, 0x81ff, 0, 0, 0, 0);
    }

    public static RawCredentials credentials(long capabilities, int seccompMode) {
        return new RawCredentials(0, 0, 0, 0, capabilities, capabilities, 0, capabilities, 0, seccompMode, false);
    }

    private static RawNamespaces raw(Namespaces of) {
        return new RawNamespaces(of.mount(), of.pid(), of.network(), of.user(), of.ipc(), of.uts(), of.cgroup());
    }
}
