package dev.vedette.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;

/**
 * The program whose loops are measured (workload.c), with a directory in memory that goes away again. The program itself
 * lies in the lower layer of an overlay as the programs of an image do: one that was written later would be found each
 * time it is run.
 */
final class Workload implements AutoCloseable {
    private static final String PROGRAM = "workload";
    private static final String IMAGE = "image";
    private static final String LAYER = "layer";
    private static final String MARKER = "vedette-bench-marker";

    private final Path directory;
    private final ContainerGroup container;

    private Workload(Path directory, ContainerGroup container) {
        this.directory = directory;
        this.container = container;
    }

    /** How many operations took how long. */
    record Timing(long operations, long nanos) {
        double nanosPerOperation() {
            return (double) nanos / operations;
        }
    }

    static Workload unpack() throws IOException, InterruptedException {
        // In memory, and not below /dev/shm: programs that are run from there are found, which honest ones are not.
        Path directory = Files.createTempDirectory("vedette-bench");
        run("mount", "-t", "tmpfs", "-o", "size=256m", "vedette-bench", directory.toString());
        Workload workload = new Workload(directory, ContainerGroup.make());
        Path layer = Files.createDirectory(directory.resolve(LAYER));
        Path nothing = Files.createDirectory(directory.resolve("empty"));
        Path image = Files.createDirectory(directory.resolve(IMAGE));
        unpack(PROGRAM, layer);
        unpack(MARKER, directory);
        run("mount", "-t", "overlay", "-o", "ro,lowerdir=" + layer + ":" + nothing, "vedette-bench", image.toString());
        if (workload.start("make-files").waitFor() != 0) {
            throw new IOException("the workload could not make its files in " + directory);
        }
        return workload;
    }

    private static void unpack(String name, Path directory) throws IOException {
        try (InputStream program = Workload.class.getResourceAsStream(PROGRAM)) {
            if (program == null) {
                throw new IOException(PROGRAM + " is not on the class path: build tests/benchmarks");
            }
            Files.copy(program, directory.resolve(name));
        }
        Files.setPosixFilePermissions(directory.resolve(name), PosixFilePermissions.fromString("rwx------"));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed, see above");
        }
    }

    /** Starts a loop; its directory is added to the arguments. */
    Process start(String... arguments) throws IOException {
        return start(Placement.NODE, arguments);
    }

    private Process start(Placement placement, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(directory.resolve(IMAGE).resolve(PROGRAM).toString()));
        command.addAll(List.of(arguments));
        command.add(directory.toString());
        return new ProcessBuilder(
                        placement == Placement.NODE
                                ? command
                                : container.entered(command).toList())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Runs a loop to its end. */
    Timing run(String loop, long... numbers) throws IOException, InterruptedException {
        return run(Placement.NODE, loop, numbers);
    }

    /** As {@link #run(String, long...)}, in another place. */
    Timing run(Placement placement, String loop, long... numbers) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(loop));
        for (long number : numbers) {
            arguments.add(Long.toString(number));
        }
        Process process = start(placement, arguments.toArray(String[]::new));
        try (Scanner said = new Scanner(process.getInputStream(), StandardCharsets.US_ASCII)) {
            Timing timing = said.hasNextLong() ? new Timing(said.nextLong(), said.nextLong()) : null;
            if (process.waitFor() != 0 || timing == null) {
                throw new IOException("the workload " + loop + " failed");
            }
            return timing;
        }
    }

    @Override
    public void close() throws IOException {
        container.close();
        try {
            run("umount", directory.resolve(IMAGE).toString(), directory.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.delete(directory);
    }
}
