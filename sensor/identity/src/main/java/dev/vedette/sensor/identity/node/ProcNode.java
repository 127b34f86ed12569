package dev.vedette.sensor.identity.node;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.probes.GroupHierarchy;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The node as {@code /proc} and its hierarchy of control groups (see {@link GroupHierarchy}) show it.
 *
 * <p>It must look from the host's pid namespace ({@code hostPID} in a pod), else numbers are not those of the records.
 */
public final class ProcNode implements NodeView {
    private static final int KTHREADD = 2;
    private static final String DELETED = " (deleted)";

    private final Path proc;
    private final CgroupTree cgroups;
    private final DevicePrograms devicePrograms = new DevicePrograms();
    private final Namespaces hostNamespaces;
    private final CapabilitySet hostCapabilities;

    public ProcNode() {
        this(Path.of("/proc"));
    }

    /** Looks through a mounted {@code /proc}.
     *
     * @param proc where the host's {@code /proc} is mounted
     */
    public ProcNode(Path proc) {
        this.proc = proc;
        this.cgroups = new CgroupTree(GroupHierarchy.ofNode(), ProcFiles.lines(proc.resolve("self/mountinfo")));
        this.hostNamespaces = findHostNamespaces();
        this.hostCapabilities = new ProcStatus(ProcFiles.lines(proc.resolve("1/status"))).capabilities("CapBnd");
    }

    /** Process 1 may be out of reach even for root: then a kernel thread's, which never leave the first namespaces. */
    private Namespaces findHostNamespaces() {
        Namespaces ofInit = namespaces(proc.resolve("1"));
        if (ofInit.mount() != 0) {
            return ofInit;
        }
        Path kernelThread = proc.resolve(Integer.toString(KTHREADD));
        boolean isOne = ProcFiles.text(kernelThread.resolve("comm")).strip().equals("kthreadd")
                && ProcFiles.text(kernelThread.resolve("cmdline")).isEmpty();
        Namespaces ofKernel = isOne ? namespaces(kernelThread) : Namespaces.UNKNOWN;
        return ofKernel.mount() != 0 ? ofKernel : namespaces(proc.resolve("self"));
    }

    @Override
    public Namespaces hostNamespaces() {
        return hostNamespaces;
    }

    @Override
    public CapabilitySet hostCapabilities() {
        return hostCapabilities.isEmpty() ? CapabilitySet.ALL : hostCapabilities;
    }

    @Override
    public List<SeenProcess> processes() {
        ListeningSockets listening = new ListeningSockets();
        List<SeenProcess> processes = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[1-9]*")) {
            for (Path entry : entries) {
                read(entry, listening).ifPresent(processes::add);
            }
        } catch (IOException | DirectoryIteratorException e) {
            return processes;
        }
        return processes;
    }

    @Override
    public Optional<SeenProcess> process(int pid) {
        return read(proc.resolve(Integer.toString(pid)), new ListeningSockets());
    }

    private Optional<SeenProcess> read(Path process, ListeningSockets listening) {
        int pid;
        try {
            pid = Integer.parseInt(process.getFileName().toString());
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        Optional<ProcStat> stat = ProcStat.parse(ProcFiles.text(process.resolve("stat")));
        Namespaces namespaces = namespaces(process);
        return stat.map(s -> new SeenProcess(
                pid,
                s.parentPid(),
                s.startBootNanos(),
                s.name(),
                executable(process),
                arguments(process),
                new ProcStatus(ProcFiles.lines(process.resolve("status"))).credentials(),
                namespaces,
                cgroupIdOf(pid),
                listening.heldBy(process, namespaces.network())));
    }

    private static FileObject executable(Path process) {
        Path exe = process.resolve("exe");
        String link = ProcFiles.link(exe);
        if (link.isEmpty()) {
            return FileObject.NONE;
        }
        boolean memory = link.startsWith("/memfd:");
        String path = link.endsWith(DELETED) ? link.substring(0, link.length() - DELETED.length()) : link;
        FileObject.PathEnd end = memory ? FileObject.PathEnd.DETACHED : FileObject.PathEnd.UNVERIFIED;
        return NodeFiles.stat(exe, path, end, memory ? FileSystemMagic.TMPFS : 0)
                .orElse(FileObject.ofPath(path));
    }

    private static List<String> arguments(Path process) {
        String text = ProcFiles.text(process.resolve("cmdline"));
        String ended = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
        return text.isEmpty() ? List.of() : Arrays.asList(ended.split("\0", -1));
    }

    private static Namespaces namespaces(Path process) {
        Path ns = process.resolve("ns");
        return new Namespaces(
                ProcFiles.namespace(ns.resolve("mnt")),
                ProcFiles.namespace(ns.resolve("pid")),
                ProcFiles.namespace(ns.resolve("net")),
                ProcFiles.namespace(ns.resolve("user")),
                ProcFiles.namespace(ns.resolve("ipc")),
                ProcFiles.namespace(ns.resolve("uts")),
                ProcFiles.namespace(ns.resolve("cgroup")));
    }

    @Override
    public OptionalLong startOf(int pid) {
        return ProcStat.parse(ProcFiles.text(proc.resolve(pid + "/stat")))
                .map(stat -> OptionalLong.of(stat.startBootNanos()))
                .orElse(OptionalLong.empty());
    }

    @Override
    public List<SeenCgroup> cgroups() {
        return cgroups.all();
    }

    @Override
    public long cgroupIdOf(int pid) {
        return cgroups.idOf(ProcFiles.lines(proc.resolve(pid + "/cgroup")));
    }

    @Override
    public MountTable hostMounts() {
        return mountsOf(1).or(() -> mountsOf(KTHREADD)).orElse(MountTable.EMPTY);
    }

    @Override
    public Optional<MountTable> mountsOf(int pid) {
        MountTable table = MountTable.parse(ProcFiles.lines(proc.resolve(pid + "/mountinfo")).stream());
        return table.mounts().isEmpty() ? Optional.empty() : Optional.of(table);
    }

    @Override
    public long namespaceAt(Path file) {
        // A link of /proc/N/ns and a bind-mounted nsfs file (/run/netns/x) both lead to the nsfs inode.
        return NodeFiles.inode(file);
    }

    @Override
    public Optional<FileObject> file(Path path) {
        return NodeFiles.stat(path, path.toString(), FileObject.PathEnd.UNVERIFIED, 0);
    }

    @Override
    public Optional<FileObject> fileOf(int pid, String path, boolean followLast) {
        // The dot makes the root the directory itself and not the link that leads to it.
        Path root = proc.resolve(pid + "/root/.");
        return RootedWalk.find(root, path, followLast)
                .flatMap(file -> NodeFiles.lstat(file, RootedWalk.shown(root, file)))
                .map(file -> file.withSuperMagic(mountsOf(pid)
                        .flatMap(mounts -> mounts.typeOf(file.device()))
                        .map(FileSystemMagic::ofType)
                        .orElse(0L)));
    }

    @Override
    public String securityLabelOf(int pid) {
        // proc_pid_attr(5): some modules end it with a newline, some with a NUL.
        return ProcFiles.text(proc.resolve(pid + "/attr/current"))
                .replace("\0", "")
                .strip();
    }

    @Override
    public boolean hides(int pid, String path) {
        return NodeDevices.hides(proc.resolve(pid + "/root/." + path));
    }

    @Override
    public Set<String> devicesOf(int pid) {
        return NodeDevices.below(proc.resolve(pid + "/root/./dev"));
    }

    @Override
    public Set<String> deviceAccessOf(int pid) {
        List<String> groups = ProcFiles.lines(proc.resolve(pid + "/cgroup"));
        return DeviceList.isKept(groups) ? DeviceList.of(groups, hostMounts()) : allowedByPrograms(pid, groups);
    }

    /**
     * Runtimes have no program decide where they may not load one, which is in a user's namespace: there the kernel
     * makes no devices, and the node's own are opened by the user's right alone (runc, libcontainer/cgroups/fs2,
     * canSkipEBPFError; crun, src/libcrun/cgroup-resources.c). So that is not beyond any specification.
     */
    private Set<String> allowedByPrograms(int pid, List<String> groups) {
        Set<String> allowed =
                cgroups.version2GroupOf(groups).flatMap(devicePrograms::of).orElse(Set.of());
        boolean none = DevicePrograms.allowsEverything(allowed)
                && namespaces(proc.resolve(Integer.toString(pid))).user() != hostNamespaces.user();
        return none ? Set.of() : allowed;
    }

    @Override
    public String realPath(String path) {
        // In a container of our own a path of the node means nothing, and its links least of all.
        if (namespaces(proc.resolve("self")).mount() != hostNamespaces.mount()) {
            return path;
        }
        try {
            return Path.of(path).toRealPath().toString();
        } catch (IOException | IllegalArgumentException e) {
            return path;
        }
    }
}
