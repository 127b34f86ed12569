package dev.vedette.policy.inputs;

import dev.vedette.policy.manifest.PodTemplates;
import dev.vedette.policy.manifest.TemplatePath;
import java.util.ArrayList;
import java.util.List;

/**
 * The kinds that are asked of an API server: those that are judged, and no others. Secrets and ConfigMaps are not among
 * them.
 */
final class ClusterKinds {
    /**
     * A kind and its API group.
     *
     * @param group "" for the core group
     */
    record ClusterKind(String group, String kind) {
        /** As the API server names it in a refusal. */
        @Override
        public String toString() {
            return group.isEmpty() ? kind : kind + "." + group;
        }
    }

    /** Those that own others first, so that what they own is known when it is met. */
    private static final List<ClusterKind> OWN = List.of(
            new ClusterKind("apps", "Deployment"),
            new ClusterKind("apps", "StatefulSet"),
            new ClusterKind("apps", "DaemonSet"),
            new ClusterKind("batch", "CronJob"),
            new ClusterKind("apps", "ReplicaSet"),
            new ClusterKind("batch", "Job"),
            new ClusterKind("", "ReplicationController"),
            new ClusterKind("", "Pod"),
            new ClusterKind("", "PodTemplate"),
            new ClusterKind("", "PersistentVolume"),
            new ClusterKind("rbac.authorization.k8s.io", "Role"),
            new ClusterKind("rbac.authorization.k8s.io", "ClusterRole"),
            new ClusterKind("rbac.authorization.k8s.io", "RoleBinding"),
            new ClusterKind("rbac.authorization.k8s.io", "ClusterRoleBinding"));

    private ClusterKinds() {}

    /** The custom kinds with pods, and then Kubernetes' own. A Rollout keeps its pods where a Deployment does. */
    static List<ClusterKind> of(PodTemplates templates) {
        List<ClusterKind> kinds = new ArrayList<>();
        kinds.add(new ClusterKind("argoproj.io", "Rollout"));
        templates.paths().stream()
                .filter(path -> !path.group().isEmpty())
                .map(ClusterKinds::of)
                .forEach(kinds::add);
        kinds.addAll(OWN);
        return kinds.stream().distinct().toList();
    }

    private static ClusterKind of(TemplatePath path) {
        return new ClusterKind(path.group(), path.kind());
    }
}
