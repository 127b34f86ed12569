package dev.vedette.tests.kernels;

import dev.vedette.policy.model.Container;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A container that runc runs on a machine with control groups of version 1, with a network to its node. Its first process
 * waits until this is closed.
 */
final class RuncContainer implements AutoCloseable {
    /** What its node is to it. */
    static final String NODE = "192.0.2.1";

    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final String GROUPS = "/kubepods/pod9/";
    private static final long PATIENCE_NANOS = 300_000_000_000L;
    private static final String NETWORK = """
            b=/bin/busybox
            set -e
            $b ip link add node0 type veth
            $b ip link set veth0 netns $1
            $b ip address add 192.0.2.1/24 dev node0
            $b ip link set node0 up
            $b nsenter -t $1 -n $b ip address add 192.0.2.2/24 dev veth0
            $b nsenter -t $1 -n $b ip link set veth0 up
            """;

    private final String id;
    private final Process runtime;

    private RuncContainer(String id, Process runtime) {
        this.id = id;
        this.runtime = runtime;
    }

    static RuncContainer begin(String id) throws IOException, InterruptedException {
        Process runtime = new ProcessBuilder("/bin/begin-container", id, GROUPS + id)
                .redirectErrorStream(true)
                .start();
        RuncContainer container = new RuncContainer(id, runtime);
        int first = runtime.getInputStream().read();
        if (first != 'b') {
            throw new IOException("runc did not begin: " + (char) first
                    + new String(runtime.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        String pid = Files.readAllLines(container.file("pids", "cgroup.procs")).getFirst();
        must("/bin/busybox", "sh", "-c", NETWORK, "network", pid);
        return container;
    }

    Container known() {
        return Ladder.known(id);
    }

    String path() {
        return GROUPS + id;
    }

    /** A file of its group of a controller, whatever others are mounted with that. */
    Path file(String controller, String name) throws IOException {
        try (var places = Files.list(CGROUPS)) {
            Path place = places.filter(
                            path -> List.of(path.getFileName().toString().split(",", -1))
                                    .contains(controller))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no controller " + controller));
            return place.resolve("kubepods/pod9").resolve(id).resolve(name);
        }
    }

    String read(String controller, String name) throws IOException {
        return Files.readString(file(controller, name)).strip();
    }

    /** A figure that stands behind its name in a line. */
    long figure(String controller, String name, String figure) throws IOException {
        return read(controller, name)
                .lines()
                .filter(line -> line.startsWith(figure + " "))
                .mapToLong(line -> Long.parseLong(line.split(" ", 2)[1]))
                .findFirst()
                .orElseThrow();
    }

    /** A shell in it; {@code pidFile} gets the number of its process. */
    Process start(String pidFile, String script) throws IOException {
        return new ProcessBuilder(
                        "/bin/runc",
                        "--root",
                        "/tmp/state",
                        "exec",
                        "--pid-file",
                        pidFile,
                        id,
                        "/bin/busybox",
                        "sh",
                        "-c",
                        script)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** How it ended; -1 if that takes too long. */
    int run(String script) throws IOException, InterruptedException {
        Process process = start("/tmp/pid-of-" + id, script);
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
            process.destroyForcibly().waitFor();
            return -1;
        }
        return process.exitValue();
    }

    long processes() {
        try {
            return Files.readAllLines(file("pids", "cgroup.procs")).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits; whether it became so. */
    static boolean becomes(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(20_000_000);
        }
        return true;
    }

    static void load(String... modules) throws IOException, InterruptedException {
        Path folder = Path.of(
                "/modules",
                Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
        for (String module : modules) {
            must("/bin/busybox", "insmod", folder.resolve(module + ".ko").toString());
        }
    }

    private static void must(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " said " + said);
        }
    }

    @Override
    public void close() throws IOException {
        runtime.getOutputStream().close();
        var unused = becomes(() -> !runtime.isAlive());
    }
}
