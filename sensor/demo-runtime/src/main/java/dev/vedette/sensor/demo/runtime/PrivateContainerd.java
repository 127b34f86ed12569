package dev.vedette.sensor.demo.runtime;

import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real containerd that belongs to one folder and one owner.
 *
 * <p>Needs root, {@code runc} and the loopback plug-in of the package containernetworking-plugins. {@link #close()}
 * stops pods, daemon and shims, unmounts, and deletes the folder. Not thread-safe.
 */
public final class PrivateContainerd implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final ContainerdPrograms programs;
    private final ContainerdLayout layout;
    private Process daemon;
    private CriClient client;

    private PrivateContainerd(ContainerdPrograms programs, ContainerdLayout layout) {
        this.programs = programs;
        this.layout = layout;
    }

    /** As {@link #start(ContainerdPrograms, Path)} with the programs that {@link ContainerdPrograms#find()} finds. */
    public static PrivateContainerd start(Path folder) throws IOException {
        return start(ContainerdVersion.V1_7.programs(), folder);
    }

    /**
     * Starts containerd and waits until its CRI answers.
     *
     * @param folder is made if needed and deleted in the end; at most 90 characters long. What an earlier one that was
     *     not closed has left in it is put away first
     * @throws IOException if it does not start, or if the folder holds something else
     */
    public static PrivateContainerd start(ContainerdPrograms programs, Path folder) throws IOException {
        ContainerdLayout layout = new ContainerdLayout(
                folder.toAbsolutePath(), ImageBuilder.PAUSE_REFERENCE, programs.configurationVersion());
        PrivateContainerd containerd = new PrivateContainerd(programs, layout);
        layout.refuseForeignFolder();
        containerd.putAway();
        layout.write();
        try {
            containerd.launch();
        } catch (IOException e) {
            containerd.close();
            throw e;
        }
        return containerd;
    }

    public RuntimeEndpoint endpoint() {
        return RuntimeEndpoint.containerd(layout.socket());
    }

    /** A client of this containerd that is closed with it. */
    public CriClient client() {
        return client;
    }

    /** The daemon's own log. */
    public Path log() {
        return layout.log();
    }

    /** The daemon's process. */
    public ProcessHandle process() {
        return daemon.toHandle();
    }

    /** The folder below which the pods' logs lie. */
    public Path podLogs() {
        return layout.podLogs();
    }

    /** The folder everything lies in. */
    public Path folder() {
        return layout.home();
    }

    /** The path, in every hierarchy, below which its containers' cgroups lie. */
    public String cgroupParent() {
        return layout.cgroupParent();
    }

    /** A driver of pods in this containerd. */
    public Pods pods() {
        return new Pods(client, layout.podLogs(), layout.cgroupParent());
    }

    /** Makes an image known here under all its names. */
    public void importImage(Path tar, List<String> references) throws IOException {
        Commands.run(List.of(
                programs.ctr().toString(),
                "--address",
                layout.socket().toString(),
                "--namespace",
                "k8s.io",
                "images",
                "import",
                tar.toString()));
        Images images = new Images(client);
        for (String reference : references) {
            if (!Await.until(START, () -> images.has(reference))) {
                throw new IOException(
                        "The image " + reference + " was imported but CRI does not know it; see " + log());
            }
        }
    }

    /** Has it fetch an image from its registry, by CRI as the kubelet does. */
    public void pullImage(String reference) {
        new Images(client).pull(reference);
    }

    /** Kills the daemon without notice; containers go on, as they do when a real one crashes. */
    public void kill() throws IOException {
        daemon.destroyForcibly();
        awaitEnd();
    }

    /** Starts the daemon again after {@link #kill()}; returns when its CRI answers. */
    public void startAgain() throws IOException {
        client.close();
        launch();
    }

    private void launch() throws IOException {
        // In a session of its own (setsid(1) becomes the program): Ctrl-C at a terminal goes to all of a group, and
        // without
        // the daemon its containers could not be put back in order.
        ProcessBuilder builder = new ProcessBuilder(
                "setsid",
                programs.containerd().toString(),
                "--config",
                layout.configuration().toString());
        builder.environment()
                .put(
                        "PATH",
                        programs.folder() + ":" + criu()
                                + "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(layout.log().toFile()));
        daemon = builder.start();
        daemon.getOutputStream().close();
        client = new CriClient(endpoint());
        if (!Await.until(START, () -> answers() || !daemon.isAlive()) || !daemon.isAlive()) {
            throw new IOException("containerd did not start; its last words: " + lastWords());
        }
    }

    /** The folder of what writes checkpoints, where {@code install-runtimes.sh} has put it; as a part of PATH. */
    private static String criu() {
        String runtimes = System.getenv(DockerPrograms.VARIABLE);
        return runtimes == null ? "" : Path.of(runtimes).resolve("criu").toAbsolutePath() + ":";
    }

    private boolean answers() {
        if (!Files.exists(layout.socket())) {
            return false;
        }
        try {
            client.version();
            return true;
        } catch (ContainerRuntimeException e) {
            return false;
        }
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.readAllLines(layout.log());
        return lines.isEmpty() ? "none" : lines.getLast();
    }

    private void awaitEnd() throws IOException {
        try {
            if (!daemon.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                daemon.destroyForcibly();
            }
        } catch (InterruptedException e) {
            daemon.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while containerd was ending.", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (daemon != null) {
            if (daemon.isAlive()) {
                pods().removeAll();
            }
            daemon.destroy();
            awaitEnd();
            client.close();
        }
        putAway();
    }

    private void putAway() throws IOException {
        Leftovers.killShims(layout.socket());
        Leftovers.unmountBelow(layout.home());
        Leftovers.removeCgroup(layout.cgroupParent());
        Leftovers.deleteTree(layout.home());
    }
}
