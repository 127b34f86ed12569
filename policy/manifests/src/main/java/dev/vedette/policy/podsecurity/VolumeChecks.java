package dev.vedette.policy.podsecurity;

import dev.vedette.policy.podsecurity.PodSecurityCheck.Report;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.Set;

/** Where a pod's files come from. */
final class VolumeChecks {
    static final Set<String> ALLOWED = Set.of(
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "image",
            "persistentVolumeClaim",
            "projected",
            "secret");

    private VolumeChecks() {}

    static void hostPaths(JudgedPod pod, PodSecurityVersion version, Report report) {
        for (LocatedNode volume : pod.fields().objects(pod.spec(), "volumes")) {
            volume.get("hostPath")
                    .ifPresent(path -> report.fails(
                            path, "Volume " + pod.fields().text(volume, "name") + " is a directory of the node."));
        }
    }

    /** A volume that has a name and nothing else becomes an emptyDir. */
    static void kinds(JudgedPod pod, PodSecurityVersion version, Report report) {
        for (LocatedNode volume : pod.fields().objects(pod.spec(), "volumes")) {
            ((LocatedNode.Mapping) volume).entries().forEach((kind, entry) -> {
                if (kind.equals("name") || entry.value().isNull()) {
                    return;
                }
                if (ALLOWED.contains(kind)) {
                    // Only so is a value of the wrong type told.
                    pod.fields().object(volume, kind);
                } else {
                    report.fails(
                            entry.value(),
                            "Volume " + pod.fields().text(volume, "name") + " is of the kind " + kind + ".");
                }
            });
        }
    }
}
