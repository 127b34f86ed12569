package dev.vedette.sensor.libpod;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The monitors that run now, by the id of their container. What a container's own processes give out as their arguments
 * does not count: a monitor is a process of the node, which is to say one in the node's pid namespace.
 *
 * @param proc where the node's {@code /proc} is mounted
 */
record Conmons(Path proc) {
    private static final int MAX_COMMAND_LINE = 64 << 10;

    Map<String, Conmon> running() {
        Map<String, Conmon> byContainer = new HashMap<>();
        String own = pidNamespace(proc.resolve("self"));
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[1-9]*")) {
            for (Path process : processes) {
                look(process)
                        .filter(conmon -> pidNamespace(process).equals(own))
                        .ifPresent(conmon -> {
                            Conmon other = byContainer.putIfAbsent(conmon.containerId(), conmon);
                            if (other != null && conmon.user() == 0) {
                                byContainer.put(conmon.containerId(), conmon); // root's word before a user's
                            }
                        });
            }
        } catch (IOException | DirectoryIteratorException e) {
            return byContainer;
        }
        return byContainer;
    }

    private static Optional<Conmon> look(Path process) {
        String commandLine = text(process.resolve("cmdline"));
        if (!commandLine.contains("-containers/")) {
            return Optional.empty();
        }
        long pid = Long.parseLong(process.getFileName().toString());
        return OwnedFiles.ownerOf(process).flatMap(user -> Conmon.parse(pid, user, Conmon.arguments(commandLine)));
    }

    private static String pidNamespace(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("ns/pid")).toString();
        } catch (IOException e) {
            return process.toString();
        }
    }

    static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_COMMAND_LINE), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
