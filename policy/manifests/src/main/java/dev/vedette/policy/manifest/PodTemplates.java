package dev.vedette.policy.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where kinds keep the templates of the pods that they make. Immutable.
 *
 * <p>Sources: the types of k8s.io/api core/v1, apps/v1 and batch/v1, and those of the projects that own the other groups.
 * Kinds with the template at {@code spec.template}, as an Argo Rollout has it, are found by their shape and need no place
 * here.
 */
public final class PodTemplates {
    /** Those that are known without being told. */
    public static final PodTemplates KNOWN = new PodTemplates(Stream.of(
                    "Pod=.",
                    "PodTemplate=template",
                    "Deployment=spec.template",
                    "ReplicaSet=spec.template",
                    "ReplicationController=spec.template",
                    "StatefulSet=spec.template",
                    "DaemonSet=spec.template",
                    "Job=spec.template",
                    "CronJob=spec.jobTemplate.spec.template",
                    "Service.serving.knative.dev=spec.template",
                    "Configuration.serving.knative.dev=spec.template",
                    "Revision.serving.knative.dev=.",
                    "Sandbox.agents.x-k8s.io=spec.podTemplate",
                    "SandboxTemplate.agents.x-k8s.io=spec.podTemplate",
                    "SandboxTemplate.extensions.agents.x-k8s.io=spec.podTemplate",
                    "JobSet.jobset.x-k8s.io=spec.replicatedJobs.*.template.spec.template",
                    "LeaderWorkerSet.leaderworkerset.x-k8s.io=spec.leaderWorkerTemplate.leaderTemplate",
                    "LeaderWorkerSet.leaderworkerset.x-k8s.io=spec.leaderWorkerTemplate.workerTemplate",
                    "RayCluster.ray.io=spec.headGroupSpec.template",
                    "RayCluster.ray.io=spec.workerGroupSpecs.*.template",
                    "RayJob.ray.io=spec.rayClusterSpec.headGroupSpec.template",
                    "RayJob.ray.io=spec.rayClusterSpec.workerGroupSpecs.*.template",
                    "RayService.ray.io=spec.rayClusterConfig.headGroupSpec.template",
                    "RayService.ray.io=spec.rayClusterConfig.workerGroupSpecs.*.template",
                    "PyTorchJob.kubeflow.org=spec.pytorchReplicaSpecs.*.template",
                    "TFJob.kubeflow.org=spec.tfReplicaSpecs.*.template",
                    "MPIJob.kubeflow.org=spec.mpiReplicaSpecs.*.template",
                    "Job.batch.volcano.sh=spec.tasks.*.template",
                    "ScaledJob.keda.sh=spec.jobTargetRef.template")
            .map(TemplatePath::parse)
            .toList());

    private final List<TemplatePath> paths;

    private PodTemplates(List<TemplatePath> paths) {
        this.paths = List.copyOf(paths);
    }

    /** These and {@code more}, which count before what is known of the same kind. */
    public PodTemplates with(List<TemplatePath> more) {
        List<TemplatePath> all = new ArrayList<>(more);
        paths.stream()
                .filter(known -> more.stream().noneMatch(given -> given.isAbout(known.kind(), known.group())))
                .forEach(all::add);
        return new PodTemplates(all);
    }

    /** All of them. */
    public List<TemplatePath> paths() {
        return paths;
    }

    /**
     * Where {@code kind} keeps them; empty for kinds of which nothing is known. What is said of the very group counts before
     * what is said of any.
     *
     * @param group the API group, "" where the object does not tell it
     */
    public List<TemplatePath> of(String kind, String group) {
        List<TemplatePath> ofGroup = paths.stream()
                .filter(path -> !path.group().isEmpty() && path.isAbout(kind, group))
                .toList();
        return ofGroup.isEmpty()
                ? paths.stream()
                        .filter(path -> path.group().isEmpty() && path.isAbout(kind, group))
                        .toList()
                : ofGroup;
    }
}
