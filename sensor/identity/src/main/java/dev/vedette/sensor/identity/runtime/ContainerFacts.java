package dev.vedette.sensor.identity.runtime;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Container.Role;
import dev.vedette.policy.model.Container.Security;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.sensor.cri.ContainerDetail;
import dev.vedette.sensor.cri.OciSpec;
import dev.vedette.sensor.cri.PodDetail;
import dev.vedette.sensor.identity.node.NodeView;
import dev.vedette.sensor.identity.runtime.PodDirectory.PodEntry;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** From a runtime's answers to who a container is. Thread-safe. */
public final class ContainerFacts {
    /**
     * The name given to a pod's sandbox container, which has none. No container of a pod can have it: names there are
     * lower case (RFC 1123 labels).
     */
    public static final String SANDBOX = "POD";

    /**
     * Where the kubelet has a pod from: {@code file}, {@code http} or {@code api} (pkg/kubelet/types/pod_update.go,
     * ConfigSourceAnnotationKey). It hands a pod's annotations to the runtime with the sandbox.
     */
    private static final String CONFIG_SOURCE = "kubernetes.io/config.source";

    private static final String API = "api";

    private final NodeView node;
    private final SpecIsolation isolation;
    private final String runtime;
    private final PodDirectory directory;

    /**
     * Reads answers of one runtime.
     *
     * @param runtime its name, for example {@code containerd}
     * @param directory what is known of pods from elsewhere
     */
    ContainerFacts(NodeView node, String runtime, PodDirectory directory) {
        this.node = node;
        this.isolation = new SpecIsolation(node);
        this.runtime = runtime;
        this.directory = directory;
    }

    RuntimeNews.Known container(ContainerDetail detail, Optional<PodDetail> pod, long epochNanos) {
        Container.Pod of = pod.map(this::pod).orElse(Container.Pod.NONE);
        Optional<Isolation> spec = detail.spec().map(s -> isolation.of(s, detail.privileged(), of.uid()));
        Container container = new Container(
                detail.id(),
                detail.name(),
                detail.image(),
                detail.imageDigest(),
                runtime,
                of,
                granted(detail.spec()),
                detail.createdAtNanos(),
                Container.Identity.KNOWN,
                directory
                        .pod(of.uid())
                        .map(entry -> entry.roles().get(detail.name()))
                        .orElse(Role.UNKNOWN),
                spec.map(Security::of).orElse(Security.UNKNOWN));
        return new RuntimeNews.Known(
                group(detail.pid()), container, spec.orElse(null), sysctls(detail.spec()), epochNanos);
    }

    RuntimeNews.Known sandbox(PodDetail pod, long epochNanos) {
        Optional<Isolation> spec = pod.spec().map(s -> isolation.of(s, Optional.empty(), pod.uid()));
        Container container = new Container(
                pod.id(),
                SANDBOX,
                "",
                "",
                runtime,
                pod(pod),
                granted(pod.spec()),
                pod.createdAtNanos(),
                Container.Identity.KNOWN,
                Role.SANDBOX,
                spec.map(Security::of).orElse(Security.UNKNOWN));
        return new RuntimeNews.Known(group(pod.pid()), container, spec.orElse(null), sysctls(pod.spec()), epochNanos);
    }

    private static Map<String, String> sysctls(Optional<OciSpec> spec) {
        return spec.map(OciSpec::sysctls).orElse(Map.of());
    }

    private Set<NamespaceKind> granted(Optional<OciSpec> spec) {
        return spec.map(isolation::hostNamespaces).orElse(Set.of());
    }

    private long group(OptionalLong pid) {
        return pid.isPresent() ? node.cgroupIdOf((int) pid.getAsLong()) : 0;
    }

    private Container.Pod pod(PodDetail pod) {
        Container.Pod byLabels = byLabels(pod);
        return directory.pod(pod.uid()).map(entry -> with(byLabels, entry)).orElse(byLabels);
    }

    /** What Kubernetes could not say stays as the labels have it. */
    private static Container.Pod with(Container.Pod pod, PodEntry entry) {
        boolean owned = !entry.workload().isEmpty();
        return new Container.Pod(
                pod.namespace(),
                pod.name(),
                pod.uid(),
                owned ? entry.workload() : pod.workload(),
                entry.labels(),
                owned ? entry.ownerKind() : pod.ownerKind());
    }

    private static Container.Pod byLabels(PodDetail pod) {
        boolean isStatic = !pod.annotations().getOrDefault(CONFIG_SOURCE, API).equals(API);
        return new Container.Pod(
                pod.namespace(),
                pod.name(),
                pod.uid(),
                isStatic ? pod.name() : WorkloadName.of(pod.name(), pod.labels()),
                pod.labels(),
                isStatic ? "Node" : WorkloadName.ownerKind(pod.labels()));
    }
}
