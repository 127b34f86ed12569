package dev.vedette.sensor.identity.node;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.ProcessId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * The node of a recording: it is not here, only what was written down of it is known.
 *
 * @param hostNamespaces the recorded node's own
 * @param isolations how containers were kept apart, by the processes that showed it
 */
public record AbsentNode(Namespaces hostNamespaces, Function<ProcessId, Optional<Isolation>> isolations)
        implements NodeView {
    /** One whose recording does not say how containers were kept apart. */
    public AbsentNode(Namespaces hostNamespaces) {
        this(hostNamespaces, process -> Optional.empty());
    }

    @Override
    public Optional<Isolation> recordedIsolation(ProcessId process) {
        return isolations.apply(process);
    }

    @Override
    public CapabilitySet hostCapabilities() {
        return CapabilitySet.ALL;
    }

    @Override
    public List<SeenProcess> processes() {
        return List.of();
    }

    @Override
    public Optional<SeenProcess> process(int pid) {
        return Optional.empty();
    }

    @Override
    public OptionalLong startOf(int pid) {
        return OptionalLong.empty();
    }

    @Override
    public List<SeenCgroup> cgroups() {
        return List.of();
    }

    @Override
    public long cgroupIdOf(int pid) {
        return 0;
    }

    @Override
    public MountTable hostMounts() {
        return MountTable.EMPTY;
    }

    @Override
    public Optional<MountTable> mountsOf(int pid) {
        return Optional.empty();
    }

    @Override
    public long namespaceAt(Path file) {
        return 0;
    }

    @Override
    public Optional<FileObject> file(Path path) {
        return Optional.empty();
    }

    @Override
    public Optional<FileObject> fileOf(int pid, String path, boolean followLast) {
        return Optional.empty();
    }

    @Override
    public String securityLabelOf(int pid) {
        return "";
    }

    @Override
    public boolean hides(int pid, String path) {
        return false;
    }

    @Override
    public Set<String> devicesOf(int pid) {
        return Set.of();
    }

    @Override
    public String realPath(String path) {
        return path;
    }
}
