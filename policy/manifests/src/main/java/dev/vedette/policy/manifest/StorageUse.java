package dev.vedette.policy.manifest;

import dev.vedette.policy.model.ContainerSetting.Aspect;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How much of the node's storage a pod may fill, and which places in its volumes its containers mount. */
final class StorageUse {
    private static final String EPHEMERAL = "ephemeral-storage";

    private final SettingList list;
    private final FieldReader fields;
    private final Map<String, List<Mount>> mounts = new HashMap<>();
    private final boolean limited;

    private record Mount(LocatedNode container, LocatedNode node) {}

    StorageUse(SettingList list) {
        this.list = list;
        this.fields = list.fields();
        this.limited = fields.objects(list.podSpec(), "containers").stream().allMatch(this::hasLimit);
        list.forEachContainer((role, container) -> fields.objects(container, "volumeMounts")
                .forEach(mount -> mounts.computeIfAbsent(fields.text(mount, "name"), unused -> new ArrayList<>())
                        .add(new Mount(container, mount))));
    }

    void read() {
        list.forEachContainer((role, container) -> {
            if (role != ContainerRole.EPHEMERAL && !hasLimit(container)) {
                list.addOf(container, Aspect.LIMIT, EPHEMERAL, "none", container);
            }
        });
        for (LocatedNode volume : fields.objects(list.podSpec(), "volumes")) {
            fields.object(volume, "emptyDir").ifPresent(folder -> size(fields.text(volume, "name"), folder));
            shared(volume).ifPresent(this::subPaths);
        }
    }

    private boolean hasLimit(LocatedNode container) {
        return fields.object(container, "resources", "limits")
                .flatMap(limits -> fields.find(limits, EPHEMERAL))
                .isPresent();
    }

    /** What lies on the node's disk counts for the containers' limits of it, if they all have one. */
    private void size(String name, LocatedNode folder) {
        if (fields.find(folder, "sizeLimit").isPresent()) {
            return;
        }
        boolean memory = fields.text(folder, "medium").equals("Memory");
        if (memory || !limited) {
            list.add(Aspect.VOLUME_SIZE, name, memory ? "memory" : "disk", folder);
        }
    }

    /** The name of a volume in which programs of the pod can make links. */
    private Optional<String> shared(LocatedNode volume) {
        boolean writable = fields.find(volume, "emptyDir").isPresent()
                || fields.find(volume, "persistentVolumeClaim").isPresent()
                || fields.find(volume, "ephemeral").isPresent()
                || fields.find(volume, "hostPath").isPresent();
        return writable ? Optional.of(fields.text(volume, "name")) : Optional.empty();
    }

    /** A place of a volume that one container mounts while another has all of the volume, and may write it. */
    private void subPaths(String volume) {
        List<Mount> all = mounts.getOrDefault(volume, List.of());
        Set<LocatedNode> writers = Collections.newSetFromMap(new IdentityHashMap<>());
        all.stream()
                .filter(mount -> subPath(mount.node()).isEmpty() && !fields.isTrue(mount.node(), "readOnly"))
                .forEach(mount -> writers.add(mount.container()));
        Set<LocatedNode> told = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Mount mount : all) {
            boolean othersWrite = writers.size() > (writers.contains(mount.container()) ? 1 : 0);
            Optional<LocatedNode> place = subPath(mount.node()).filter(unused -> othersWrite);
            if (place.isPresent() && told.add(mount.container())) {
                list.addOf(mount.container(), Aspect.SHARED_SUB_PATH, volume, fields.text(place.get()), place.get());
            }
        }
    }

    private Optional<LocatedNode> subPath(LocatedNode mount) {
        return fields.find(mount, "subPath").or(() -> fields.find(mount, "subPathExpr"));
    }
}
