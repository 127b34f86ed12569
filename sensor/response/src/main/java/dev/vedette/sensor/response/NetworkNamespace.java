package dev.vedette.sensor.response;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A network namespace. While it lives there is no other with its name.
 *
 * @param name as the kernel writes it, {@code net:[4026531840]}
 */
record NetworkNamespace(String name) {
    private static final Path PROC = Path.of("/proc");

    /** The one a process is in; empty if it has ended or may not be looked at. */
    static Optional<NetworkNamespace> of(String process) {
        try {
            return Optional.of(
                    new NetworkNamespace(Files.readSymbolicLink(file(process)).toString()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Path file(String process) {
        return PROC.resolve(process).resolve("ns").resolve("net");
    }

    /** Whether it is the node's own, which a sensor without a network of its own shares. */
    boolean isOfNode() {
        return of("1").filter(this::equals).isPresent() || isOfSensor();
    }

    boolean isOfSensor() {
        return of("self").filter(this::equals).isPresent();
    }

    /** A process that is in it. Takes a walk through all processes. */
    OptionalInt process() {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
            for (Path process : processes) {
                String pid = process.getFileName().toString();
                if (of(pid).filter(this::equals).isPresent()) {
                    return OptionalInt.of(Integer.parseInt(pid));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // as if there were none: whoever asks says so
        }
        return OptionalInt.empty();
    }
}
