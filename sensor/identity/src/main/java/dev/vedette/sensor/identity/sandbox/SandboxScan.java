package dev.vedette.sensor.identity.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Looks for sandboxes among the processes that live in the node's own pid namespace: what a container calls its own
 * processes counts for nothing.
 *
 * @param proc where the node's {@code /proc} is mounted
 */
public record SandboxScan(Path proc) {
    private static final int MAX_BYTES = 64 << 10;

    /** Those that run now, one for each process. */
    public List<SandboxProcess> running() {
        List<SandboxProcess> found = new ArrayList<>();
        String own = link(proc.resolve("self/ns/pid"));
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[1-9]*")) {
            for (Path process : processes) {
                look(process, own, found);
            }
        } catch (IOException | DirectoryIteratorException e) {
            return found;
        }
        return found;
    }

    private static void look(Path process, String ownNamespace, List<SandboxProcess> found) {
        List<String> arguments = Arrays.asList(text(process.resolve("cmdline")).split("\0", -1));
        if (arguments.size() < 2) {
            return; // a kernel thread, or a program without arguments
        }
        // The text ends with a zero, behind which there is nothing.
        List<String> given = arguments.getLast().isEmpty() ? arguments.subList(0, arguments.size() - 1) : arguments;
        SandboxProcess.of(
                        Long.parseLong(process.getFileName().toString()),
                        link(process.resolve("exe")),
                        given,
                        text(process.resolve("cgroup")).lines().toList())
                .filter(sandbox -> link(process.resolve("ns/pid")).equals(ownNamespace))
                .ifPresent(found::add);
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private static String link(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
