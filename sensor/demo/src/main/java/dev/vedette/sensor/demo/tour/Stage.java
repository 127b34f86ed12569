package dev.vedette.sensor.demo.tour;

import dev.vedette.sensor.demo.runtime.ContainerRequest;
import dev.vedette.sensor.demo.runtime.ContainerdPrograms;
import dev.vedette.sensor.demo.runtime.PodRequest;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.runtime.RunningPod;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

/** Where attacks play: pods of a private containerd, and a host process that stands for the host. */
public final class Stage implements AutoCloseable {
    private final PrivateContainerd containerd;
    private final ContainerdPrograms programs;
    private final Deque<RunningPod> pods = new ArrayDeque<>();
    private final Process hostProcess;

    /** @param containerd has the demonstration's image */
    public Stage(PrivateContainerd containerd, ContainerdPrograms programs) throws IOException {
        this.containerd = containerd;
        this.programs = programs;
        this.hostProcess = new ProcessBuilder("sleep", "3600").start();
    }

    /** A process of the node to be attacked: PID 1 may be out of reach even for root. */
    public long hostPid() {
        return hostProcess.pid();
    }

    public Path runtimeSocket() {
        return containerd.endpoint().socket();
    }

    /** Starts a pod with one container that does what it is told. */
    public ObedientContainer obedient(
            String namespace, String pod, UnaryOperator<PodRequest> shape, UnaryOperator<ContainerRequest> container) {
        return new ObedientContainer(run(namespace, pod, shape, container, "sh", DemoImage.SCRIPTS + "/obey.sh"));
    }

    /** Starts a pod with one container that runs a command. */
    public RunningContainer run(
            String namespace,
            String pod,
            UnaryOperator<PodRequest> shape,
            UnaryOperator<ContainerRequest> container,
            String... command) {
        RunningPod running = shape.apply(containerd.pods().pod(namespace, pod)).run();
        pods.push(running);
        return container.apply(running.container("main")).command(command).run();
    }

    /** Opens a shell with a terminal in a container, as {@code kubectl exec -it} does, has it say a line and leave. */
    public void terminalSession(RunningContainer container, String line) throws IOException, InterruptedException {
        String exec = String.join(
                " ",
                List.of(
                        programs.ctr().toString(),
                        "--address",
                        runtimeSocket().toString(),
                        "-n",
                        "k8s.io",
                        "tasks",
                        "exec",
                        "-t",
                        "--exec-id",
                        "demo-" + System.nanoTime(),
                        container.id(),
                        "sh",
                        "-c",
                        "'" + line + "'"));
        // script(1) is the terminal that the client wants on its side.
        Process session = new ProcessBuilder("script", "-qec", exec, "/dev/null")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        if (!session.waitFor(20, java.util.concurrent.TimeUnit.SECONDS)) {
            session.destroyForcibly();
            throw new IOException("the terminal session did not end");
        }
    }

    @Override
    public void close() {
        hostProcess.destroyForcibly();
        while (!pods.isEmpty()) {
            pods.pop().close();
        }
    }
}
