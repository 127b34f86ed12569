package dev.vedette.sensor.demo.runtime;

import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.cri.PodDetail;
import dev.vedette.sensor.cri.wire.RemovePodSandboxRequest;
import dev.vedette.sensor.cri.wire.RuntimeServiceGrpc;
import dev.vedette.sensor.cri.wire.RuntimeServiceGrpc.RuntimeServiceBlockingStub;
import dev.vedette.sensor.cri.wire.StopPodSandboxRequest;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes pods and containers as the kubelet makes them: its labels, its cgroup paths, its masked paths.
 *
 * <p>{@snippet :
 * RunningContainer web = pods.pod("shop", "web-1").label("app", "web").run()
 *         .container("web").command("sleep", "1000").run();
 * web.exec("sh", "-c", "id");
 * }
 */
public final class Pods {
    private static final Logger LOG = LoggerFactory.getLogger(Pods.class);
    private static final int CALL_SECONDS = 60;

    private final CriClient client;
    private final RuntimeServiceBlockingStub stub;
    private final Path logs;
    private final String cgroupParent;

    Pods(CriClient client, Path logs, String cgroupParent) {
        this.client = client;
        this.stub = RuntimeServiceGrpc.newBlockingStub(client.connection().channel());
        this.logs = logs;
        this.cgroupParent = cgroupParent;
    }

    /** Begins a pod. */
    public PodRequest pod(String namespace, String name) {
        return new PodRequest(this, namespace, name);
    }

    /** Stops and removes every pod of this runtime. */
    public void removeAll() {
        for (PodDetail pod : client.pods()) {
            try {
                remove(pod.id());
            } catch (ContainerRuntimeException | io.grpc.StatusRuntimeException e) {
                LOG.warn("Pod {} stays: {}", pod.name(), e.getMessage());
            }
        }
        Leftovers.removeCgroup(cgroupParent);
    }

    void remove(String sandboxId) {
        stub().stopPodSandbox(StopPodSandboxRequest.newBuilder()
                .setPodSandboxId(sandboxId)
                .build());
        stub().removePodSandbox(RemovePodSandboxRequest.newBuilder()
                .setPodSandboxId(sandboxId)
                .build());
    }

    /** The kubelet's own path of a pod without resource requests, below a parent of our own. */
    String cgroupParentOf(String podUid) {
        return cgroupParent + "/kubepods/besteffort/pod" + podUid;
    }

    CriClient client() {
        return client;
    }

    Path logs() {
        return logs;
    }

    RuntimeServiceBlockingStub stub() {
        return stub.withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }
}
