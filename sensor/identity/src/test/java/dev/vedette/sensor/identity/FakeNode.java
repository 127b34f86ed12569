package dev.vedette.sensor.identity;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.sensor.identity.node.MountTable;
import dev.vedette.sensor.identity.node.NodeView;
import dev.vedette.sensor.identity.node.SeenCgroup;
import dev.vedette.sensor.identity.node.SeenProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** A node that a test writes. */
public final class FakeNode implements NodeView {
    public static final Namespaces HOST = new Namespaces(100, 200, 300, 400, 500, 600, 700);

    private final Map<Integer, SeenProcess> processes = new LinkedHashMap<>();
    private final List<SeenCgroup> cgroups = new ArrayList<>();
    private final Map<Integer, MountTable> mounts = new HashMap<>();
    private final Map<Path, Long> namespaces = new HashMap<>();
    private final Map<Path, FileObject> files = new HashMap<>();
    private volatile CountDownLatch silent;
    private final Map<Integer, String> labels = new HashMap<>();
    private final Set<String> hidden = new HashSet<>();
    private final Map<Integer, Set<String>> devices = new HashMap<>();

    /** Its program is known as more than a path if {@link #file} was told of it before. */
    public FakeNode process(int pid, int parent, long start, String name, String exe, Namespaces ns, long cgroup) {
        processes.put(
                pid,
                new SeenProcess(
                        pid,
                        parent,
                        start,
                        name,
                        files.getOrDefault(Path.of(exe), FileObject.ofPath(exe)),
                        List.of(exe),
                        Credentials.UNKNOWN,
                        ns,
                        cgroup,
                        false));
        return this;
    }

    public void ends(int pid) {
        processes.remove(pid);
    }

    /** A process that has ended shows no mounts. */
    public void endsMounts(int pid) {
        mounts.remove(pid);
    }

    public FakeNode cgroup(long id, long parent, String path) {
        cgroups.add(new SeenCgroup(id, parent, path));
        return this;
    }

    public FakeNode mounts(int pid, String... lines) {
        mounts.put(pid, MountTable.parse(Stream.of(lines)));
        return this;
    }

    public FakeNode file(String path, FileObject file) {
        files.put(Path.of(path), file);
        return this;
    }

    /** Files are not answered for until the latch opens. */
    public FakeNode silentUntil(CountDownLatch latch) {
        silent = latch;
        return this;
    }

    private void awaitAnswer() {
        try {
            silent.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public FakeNode label(int pid, String label) {
        labels.put(pid, label);
        return this;
    }

    public FakeNode namespace(String path, long number) {
        namespaces.put(Path.of(path), number);
        return this;
    }

    @Override
    public Namespaces hostNamespaces() {
        return HOST;
    }

    @Override
    public CapabilitySet hostCapabilities() {
        return CapabilitySet.ALL;
    }

    @Override
    public List<SeenProcess> processes() {
        return List.copyOf(processes.values());
    }

    @Override
    public Optional<SeenProcess> process(int pid) {
        return Optional.ofNullable(processes.get(pid));
    }

    @Override
    public OptionalLong startOf(int pid) {
        return process(pid)
                .map(process -> OptionalLong.of(process.startBootNanos()))
                .orElse(OptionalLong.empty());
    }

    @Override
    public List<SeenCgroup> cgroups() {
        return cgroups;
    }

    @Override
    public long cgroupIdOf(int pid) {
        return process(pid).map(SeenProcess::cgroupId).orElse(0L);
    }

    @Override
    public MountTable hostMounts() {
        return mounts.getOrDefault(1, MountTable.EMPTY);
    }

    @Override
    public Optional<MountTable> mountsOf(int pid) {
        return Optional.ofNullable(mounts.get(pid));
    }

    @Override
    public long namespaceAt(Path file) {
        return namespaces.getOrDefault(file, 0L);
    }

    @Override
    public Optional<FileObject> file(Path path) {
        return Optional.ofNullable(files.get(path));
    }

    @Override
    public Optional<FileObject> fileOf(int pid, String path, boolean followLast) {
        if (silent != null) {
            awaitAnswer();
        }
        return process(pid).flatMap(process -> file(Path.of(path)));
    }

    @Override
    public String securityLabelOf(int pid) {
        return labels.getOrDefault(pid, "");
    }

    /** Paths behind which a process finds nothing. */
    public FakeNode hiding(int pid, String... paths) {
        Stream.of(paths).forEach(path -> hidden.add(pid + path));
        return this;
    }

    @Override
    public boolean hides(int pid, String path) {
        return hidden.contains(pid + path);
    }

    public FakeNode device(int pid, String device) {
        devices.computeIfAbsent(pid, p -> new HashSet<>()).add(device);
        return this;
    }

    @Override
    public Set<String> devicesOf(int pid) {
        return devices.getOrDefault(pid, Set.of());
    }

    @Override
    public String realPath(String path) {
        return path;
    }
}
