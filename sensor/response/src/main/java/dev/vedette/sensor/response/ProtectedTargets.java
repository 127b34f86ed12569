package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ResponseAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Containers and processes that nothing may be done to, whoever asks. Thread-safe. */
record ProtectedTargets(ResponseSettings settings, SensorSelf self) {
    private static final int INIT = 1;
    /** The parent of all kernel threads. */
    private static final int KTHREADD = 2;

    /** As kubeadm labels the pods of a control plane; k3s and others run it without pods. */
    private static final String TIER = "tier";

    private static final String CONTROL_PLANE = "control-plane";
    private static final Set<String> CONTROL_PLANE_PARTS =
            Set.of("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler");

    /** Programs without which the node loses its containers, or the account of them. */
    private static final Pattern RUNTIME = Pattern.compile(
            "containerd|containerd-shim.*|dockerd|cri-dockerd|crio|conmon|conmonrs|kubelet|k3s|rke2|runc|crun|podman"
                    + "|systemd|init");

    Optional<String> refusal(ResponseAction action, Container container) {
        return switch (container.identity()) {
            case HOST -> refusalOfHost(action);
            case PENDING ->
                Optional.of("the runtime has not said yet which container " + container.displayName()
                        + " is, so it may be a protected one");
            case KNOWN -> refusalOfContainer(container);
        };
    }

    private Optional<String> refusalOfHost(ResponseAction action) {
        if (action != ResponseAction.KILL_PROCESS) {
            return Optional.of("the node itself is no container that could be held or stopped");
        }
        return settings.hostProcesses()
                ? Optional.empty()
                : Optional.of("processes of the node itself are left alone unless host processes are allowed");
    }

    private Optional<String> refusalOfContainer(Container container) {
        if (self.containerId().filter(container.id()::equals).isPresent()) {
            return Optional.of("that is the sensor's own container");
        }
        Container.Pod pod = container.pod();
        if (settings.protectedNamespaces().contains(pod.namespace())) {
            return Optional.of("the namespace " + pod.namespace() + " is protected");
        }
        if (isControlPlane(pod)) {
            return Optional.of("it is a part of the control plane");
        }
        return Optional.empty();
    }

    private static boolean isControlPlane(Container.Pod pod) {
        boolean labelled = CONTROL_PLANE.equals(pod.labels().get(TIER))
                && CONTROL_PLANE_PARTS.contains(pod.labels().getOrDefault("component", ""));
        // a label is anybody's to set: who runs an ordinary pod must not be able to protect it so
        return labelled && pod.isStatic();
    }

    /** Of a process to be killed, wherever it runs. */
    Optional<String> refusal(ProcessId process) {
        if (process == null || process.pid() <= 0) {
            return Optional.of("no process is named");
        }
        if (process.pid() == INIT || process.pid() == KTHREADD) {
            return Optional.of("process " + process.pid() + " keeps the node alive");
        }
        if (process.pid() == self.pid()) {
            return Optional.of("that is the sensor itself");
        }
        return runtimeOf(process.pid())
                .map(program -> "process " + process.pid() + " is " + program + ", which the node's containers need");
    }

    /** Whether a process must not be killed, also when one that is to be killed has started it. */
    boolean isGuarded(int pid) {
        return pid == INIT
                || pid == KTHREADD
                || pid == self.pid()
                || runtimeOf(pid).isPresent();
    }

    /** The name of the node's own program that it runs; a container's program may be called what it likes. */
    private static Optional<String> runtimeOf(int pid) {
        Path folder = Path.of("/proc/" + pid);
        try {
            Path program = Files.readSymbolicLink(folder.resolve("exe"));
            String name = program.getFileName().toString().replace(" (deleted)", "");
            boolean ofNode = SensorSelf.containerIn(Files.readString(folder.resolve("cgroup")))
                    .isEmpty();
            return ofNode && RUNTIME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // it has ended, which it is for the kill to find out
        }
    }
}
