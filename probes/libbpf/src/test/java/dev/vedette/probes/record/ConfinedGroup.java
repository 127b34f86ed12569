package dev.vedette.probes.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A control group of the test's own, in which commands run; stands for a container. */
final class ConfinedGroup implements AutoCloseable {
    private static final List<Path> ROOTS = List.of(Path.of("/sys/fs/cgroup/unified"), Path.of("/sys/fs/cgroup"));

    private final Path directory;

    private ConfinedGroup(Path directory) throws IOException {
        this.directory = Files.createDirectory(directory);
    }

    static ConfinedGroup make(String name) throws IOException {
        Path root = ROOTS.stream()
                .filter(path -> Files.exists(path.resolve("cgroup.procs")))
                .findFirst()
                .orElseThrow();
        return new ConfinedGroup(root.resolve("vedette-test-" + name + "-" + System.nanoTime()));
    }

    ConfinedGroup nested() throws IOException {
        return new ConfinedGroup(directory.resolve("nested"));
    }

    long id() throws IOException {
        return (long) Files.getAttribute(directory, "unix:ino");
    }

    /** How a command ended. */
    record Ended(int code, String said) {}

    /** Runs a shell script within. */
    Ended runs(String script) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c"));
        command.add("echo $$ >" + directory + "/cgroup.procs || exit 99\n" + script);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }

    @Override
    public void close() throws IOException {
        // A group whose last process has just ended may still be busy.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            try {
                Files.deleteIfExists(directory);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }
}
