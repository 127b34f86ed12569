package dev.vedette.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A control group in the shape of a container's: whoever runs in it is watched as a container is. There is no runtime
 * behind it, so its container stays without a name, which costs the kernel side the same.
 */
final class ContainerGroup implements AutoCloseable {
    private static final List<Path> ROOTS = List.of(Path.of("/sys/fs/cgroup/unified"), Path.of("/sys/fs/cgroup"));
    private static final long GONE_MILLIS = 5_000;

    private final Path folder;

    private ContainerGroup(Path folder) {
        this.folder = folder;
    }

    static ContainerGroup make() throws IOException {
        Path root = ROOTS.stream()
                .filter(path -> Files.exists(path.resolve("cgroup.procs")))
                .findFirst()
                .orElseThrow(() -> new IOException("no cgroup v2 hierarchy is mounted; mount one at /sys/fs/cgroup"));
        // Two benchmarks at a time have each their own.
        String own = HexFormat.of().toHexDigits(ProcessHandle.current().pid());
        Path folder = root.resolve("vedette-bench-" + own).resolve(own.repeat(4));
        Files.createDirectories(folder);
        return new ContainerGroup(folder);
    }

    /** The command, run in this group, with mounts of its own as a container has them: else it counts as escaped. */
    Stream<String> entered(List<String> command) {
        return Stream.concat(
                Stream.of(
                        "unshare",
                        "--mount",
                        "/bin/sh",
                        "-c",
                        "echo $$ > \"$0\" && exec \"$@\"",
                        folder.resolve("cgroup.procs").toString()),
                command.stream());
    }

    /** What ran in it has been waited for, but a child of it may take a moment to end. */
    @Override
    public void close() throws IOException {
        long end = System.currentTimeMillis() + GONE_MILLIS;
        while (!Files.readString(folder.resolve("cgroup.procs")).isEmpty() && System.currentTimeMillis() < end) {
            Thread.onSpinWait();
        }
        Files.delete(folder);
        Files.delete(folder.getParent());
    }
}
