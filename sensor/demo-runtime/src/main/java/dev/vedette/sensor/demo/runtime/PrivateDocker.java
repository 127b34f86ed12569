package dev.vedette.sensor.demo.runtime;

import dev.vedette.sensor.cri.ContainerRuntimeException;
import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.cri.RuntimeKind;
import dev.vedette.sensor.docker.DockerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real Docker Engine that belongs to one folder and one owner: with its own root, socket and containerd, without
 * bridge and without touching the packet filter.
 *
 * <p>Needs root, {@code runc} and the programs of {@link DockerPrograms} and {@link ContainerdPrograms}. {@link #close}
 * removes the containers, stops the daemon and its shims, unmounts, and deletes the folder. Not thread-safe.
 */
public final class PrivateDocker implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final DockerPrograms programs;
    private final ContainerdPrograms containerd;
    private final Path home;
    private Process daemon;
    private DockerClient client;

    private PrivateDocker(DockerPrograms programs, ContainerdPrograms containerd, Path home) {
        this.programs = programs;
        this.containerd = containerd;
        this.home = home;
    }

    /**
     * Starts the daemon and waits until it answers.
     *
     * @param folder is made if needed and deleted in the end
     * @throws IOException if it does not start, or its programs are missing
     */
    public static PrivateDocker start(Path folder) throws IOException {
        PrivateDocker docker = new PrivateDocker(
                DockerPrograms.find()
                        .orElseThrow(() -> new IOException(DockerPrograms.VARIABLE + " names no folder with Docker"
                                + " Engine in it: run tests/install-runtimes.sh FOLDER and set it to that folder.")),
                ContainerdPrograms.find()
                        .orElseThrow(() -> new IOException("containerd is not to be found: run install-containerd.sh"
                                + " FOLDER and set " + ContainerdPrograms.VARIABLE + " to that folder.")),
                folder.toAbsolutePath());
        Files.createDirectories(docker.home);
        Files.writeString(docker.home.resolve("daemon.json"), "{}");
        try {
            docker.launch();
        } catch (IOException e) {
            docker.close();
            throw e;
        }
        return docker;
    }

    private void launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                "setsid",
                programs.daemon().toString(),
                "--config-file",
                home.resolve("daemon.json").toString(),
                "--data-root",
                home.resolve("root").toString(),
                "--exec-root",
                home.resolve("exec").toString(),
                "--pidfile",
                home.resolve("docker.pid").toString(),
                "--host",
                "unix://" + socket(),
                "--group",
                "root",
                "--bridge",
                "none",
                "--iptables=false",
                "--ip6tables=false",
                "--ip-forward=false",
                "--storage-driver",
                "overlay2",
                "--cgroup-parent",
                cgroupParent());
        builder.environment()
                .put(
                        "PATH",
                        containerd.folder() + ":" + programs.folder().resolve("usr/sbin") + ":"
                                + programs.folder().resolve("usr/bin")
                                + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        daemon = builder.start();
        daemon.getOutputStream().close();
        client = new DockerClient(endpoint());
        if (!Await.until(START, () -> answers() || !daemon.isAlive()) || !daemon.isAlive()) {
            throw new IOException("Docker Engine did not start; see " + log() + ": "
                    + Files.readAllLines(log()).stream().reduce("", (_, last) -> last));
        }
    }

    private boolean answers() {
        try {
            client.version();
            return true;
        } catch (ContainerRuntimeException e) {
            return false;
        }
    }

    public RuntimeEndpoint endpoint() {
        return new RuntimeEndpoint(RuntimeKind.DOCKER, socket());
    }

    /** A client of this daemon that is closed with it. */
    public DockerClient client() {
        return client;
    }

    /** The daemon's own log. */
    public Path log() {
        return home.resolve("dockerd.log");
    }

    private Path socket() {
        return home.resolve("docker.sock");
    }

    /** The path, in every hierarchy, below which its containers' cgroups lie. */
    public String cgroupParent() {
        return "/vedette-docker-" + Integer.toHexString(home.toString().hashCode());
    }

    /** Makes an image of a folder's content. */
    void importFolder(Path root, String reference) throws IOException {
        Path tar = home.resolve("import.tar");
        Commands.run(List.of("tar", "-cf", tar.toString(), "-C", root.toString(), "."));
        docker("import", tar.toString(), reference);
    }

    /** Runs {@code docker} with these arguments at this daemon; what it prints, without the last line's end. */
    public String docker(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(programs.client().toString(), "--config", home.toString(), "--host", "unix://" + socket()));
        command.addAll(List.of(arguments));
        return Commands.run(command).strip();
    }

    /** Kills the daemon without notice, with its containerd; containers go on. */
    public void kill() throws IOException {
        List<ProcessHandle> all = new ArrayList<>(daemon.toHandle().children().toList());
        all.add(daemon.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        awaitEnd();
        client.close();
    }

    /** Starts the daemon again after {@link #kill()}; returns when it answers. */
    public void startAgain() throws IOException {
        launch();
    }

    private void awaitEnd() throws IOException {
        try {
            if (!daemon.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                daemon.destroyForcibly();
            }
        } catch (InterruptedException e) {
            daemon.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while Docker Engine was ending.", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (daemon != null) {
            if (daemon.isAlive() && answers()) {
                String all = docker("ps", "--all", "--quiet");
                for (String id : all.isEmpty() ? new String[0] : all.split("\n", -1)) {
                    docker("rm", "--force", id);
                }
            }
            daemon.destroy();
            awaitEnd();
            client.close();
        }
        Leftovers.killShims(home.resolve("exec/containerd/containerd.sock"));
        Leftovers.unmountBelow(home);
        Leftovers.removeCgroup(cgroupParent());
        Leftovers.deleteTree(home);
    }
}
