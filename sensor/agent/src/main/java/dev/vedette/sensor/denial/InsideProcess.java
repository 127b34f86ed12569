package dev.vedette.sensor.denial;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.FileObject;
import dev.vedette.sensor.identity.node.NodeView;
import dev.vedette.sensor.response.ContainerGroup;
import java.util.Optional;

/** Finds a container's files through a process of it. Thread-safe. */
public final class InsideProcess implements ContainerDenials.InsideFiles {
    private final NodeView node;
    private final ContainerGroup groups;

    public InsideProcess(NodeView node, ContainerGroup groups) {
        this.node = node;
        this.groups = groups;
    }

    @Override
    public Optional<FileObject> at(Container container, String path) {
        return groups.processOf(container.id()).stream()
                .mapToObj(pid -> node.fileOf(pid, path, true))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
