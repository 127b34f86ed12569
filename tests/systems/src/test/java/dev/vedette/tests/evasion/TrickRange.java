package dev.vedette.tests.evasion;

import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbeSettings;
import dev.vedette.probes.ProbesUnavailableException;
import dev.vedette.sensor.cri.ExecResult;
import dev.vedette.sensor.demo.runtime.ImageBuilder;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.runtime.RunningPod;
import dev.vedette.tests.tricks.Attempt;
import dev.vedette.tests.tricks.TrickPrograms;
import dev.vedette.tests.tricks.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A container with the program of tricks in it, a process of the node to reach for, and a witness. */
final class TrickRange implements AutoCloseable {
    private static final String SHARED = "/shared";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Path work;
    private final Path shared;
    private final Process other;
    private final RunningContainer container;
    private final Witness witness;

    TrickRange(Path work, ProbeSettings settings) throws IOException, ProbesUnavailableException {
        this.work = work;
        try {
            shared = Files.createDirectory(work.resolve("shared"));
            other = otherProcess();
            witness = opened(new Witness(KernelProbes.attach(settings)));
            container = container();
        } catch (IOException | ProbesUnavailableException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** In namespaces of its own, so that nobody who enters them reaches the node's. */
    private Process otherProcess() throws IOException {
        Process process = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "--uts",
                        "--ipc",
                        "--net",
                        "--cgroup",
                        "--propagation",
                        "private",
                        "sleep",
                        "600")
                .start();
        open.push(process::destroyForcibly);
        return process;
    }

    private RunningContainer container() throws IOException {
        PrivateContainerd containerd = opened(PrivateContainerd.start(work.resolve("c")));
        ImageBuilder image = ImageBuilder.busybox(work.resolve("image"));
        for (String program : TrickPrograms.NAMES) {
            image.file(TrickPrograms.FOLDER + "/" + program, TrickPrograms.content(program), "rwxr-xr-x");
        }
        image.importInto(containerd);
        RunningPod pod = opened(
                containerd.pods().pod("range", "tricks").hostPid().privileged().run());
        return pod.container("tricks")
                .privileged()
                .mount(shared, SHARED, false)
                .command("sleep", "600")
                .run();
    }

    /** Plays all tricks of a family, and waits until all that was told of them has come. */
    List<Attempt> play(String family) {
        ExecResult result = container.exec(
                TrickPrograms.FOLDER + "/tricks", family, Long.toString(other.pid()), shared.toString(), SHARED);
        if (result.exitCode() != 0) {
            throw new AssertionError("tricks ended with " + result.exitCode() + ": " + result.stderr());
        }
        witness.awaitOpening("/scratch/marker-" + family);
        return Attempt.parse(result.stdout());
    }

    Witness witness() {
        return witness;
    }

    String containerId() {
        return container.id();
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    @Override
    public void close() {
        try {
            while (!open.isEmpty()) {
                open.pop().close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("the range was not put back: " + e.getMessage(), e);
        }
    }
}
