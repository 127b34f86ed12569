package dev.vedette.policy.manifest;

import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Volumes for which the kubelet runs a program on the node with what the manifest says (kubernetes, pkg/volume: git_repo,
 * flexvolume, iscsi, rbd, cephfs, glusterfs, quobyte, scaleio). The same volumes of pods and PersistentVolumes.
 */
public final class VolumePrograms {
    /** By the kind of volume, the fields that the program is given. */
    private static final Map<String, List<String>> GIVEN = Map.of(
            "gitRepo", List.of("repository", "directory", "revision"),
            "flexVolume", List.of("driver"),
            "iscsi", List.of("targetPortal", "iqn"),
            "rbd", List.of("monitors", "image"),
            "cephfs", List.of("monitors", "path"),
            "glusterfs", List.of("endpoints", "path"),
            "quobyte", List.of("registry", "volume"),
            "scaleIO", List.of("gateway", "volumeName"));

    private final FieldReader fields;

    VolumePrograms(FieldReader fields) {
        this.fields = fields;
    }

    /** The kinds of such volumes. */
    public static Set<String> kinds() {
        return GIVEN.keySet();
    }

    /** One such volume: its kind, what its program is given, and where that stands. */
    record Run(String kind, String given, LocatedNode where) {}

    /** @param volume an item of a pod's volumes, or the specification of a PersistentVolume */
    List<Run> of(LocatedNode volume) {
        List<Run> runs = new ArrayList<>();
        GIVEN.keySet().stream()
                .sorted()
                .forEach(kind -> fields.object(volume, kind)
                        .ifPresent(source -> runs.add(new Run(kind, given(source, GIVEN.get(kind)), source))));
        return runs;
    }

    private String given(LocatedNode source, List<String> names) {
        return names.stream()
                .flatMap(name -> fields.find(source, name).stream()
                        .flatMap(VolumePrograms::texts)
                        .map(text -> name + "=" + text))
                .collect(Collectors.joining(" "));
    }

    private static Stream<String> texts(LocatedNode value) {
        return value instanceof LocatedNode.Sequence sequence
                ? sequence.items().stream().map(LocatedNode::text).flatMap(Optional::stream)
                : value.text().stream();
    }
}
