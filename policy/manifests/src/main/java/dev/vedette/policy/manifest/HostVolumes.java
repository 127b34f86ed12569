package dev.vedette.policy.manifest;

import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.HostPath;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The volumes of a pod that are paths of its node, and how its containers mount them. */
final class HostVolumes {
    /** One mount and the field that names the node's path. */
    record Mounted(HostMount mount, LocatedNode where) {}

    private record Source(String path, LocatedNode where) {}

    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Set<String> mounted = new HashSet<>();
    private final FieldReader fields;

    HostVolumes(LocatedNode podSpec, FieldReader fields) {
        this.fields = fields;
        for (LocatedNode volume : fields.objects(podSpec, "volumes")) {
            fields.object(volume, "hostPath")
                    .flatMap(hostPath -> fields.find(hostPath, "path"))
                    .ifPresent(path -> sources.put(fields.text(volume, "name"), new Source(fields.text(path), path)));
        }
    }

    /** The paths of the node that {@code container} sees, in the order of its mounts. */
    List<Mounted> of(LocatedNode container) {
        List<Mounted> mounts = new ArrayList<>();
        for (LocatedNode mount : fields.objects(container, "volumeMounts")) {
            Source source = sources.get(fields.text(mount, "name"));
            if (source != null) {
                mounted.add(fields.text(mount, "name"));
                mounts.add(new Mounted(hostMount(mount, source), source.where()));
            }
        }
        return mounts;
    }

    /** Volumes that no container mounts: one that is put into the running pod may. */
    List<Mounted> mountedByNone() {
        return sources.entrySet().stream()
                .filter(source -> !mounted.contains(source.getKey()))
                .map(Map.Entry::getValue)
                .map(source -> new Mounted(
                        new HostMount(HostPath.resolve(source.path()), source.path(), "", false, false),
                        source.where()))
                .toList();
    }

    /**
     * A subPath lies below the volume's path; one made from variables is not known here and stands for any place below
     * it, so the volume's path itself is judged.
     */
    private HostMount hostMount(LocatedNode mount, Source source) {
        String subPath = fields.text(mount, "subPath");
        String declared = subPath.isEmpty() ? source.path() : source.path() + "/" + subPath;
        return new HostMount(
                HostPath.resolve(declared),
                declared,
                fields.text(mount, "mountPath"),
                fields.isTrue(mount, "readOnly"),
                fields.text(mount, "mountPropagation").equals("Bidirectional"));
    }
}
