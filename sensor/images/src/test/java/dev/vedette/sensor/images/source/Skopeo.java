package dev.vedette.sensor.images.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.sensor.demo.runtime.PrivateRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs that have nothing to do with this project. */
final class Skopeo {
    private Skopeo() {}

    /** Where {@code install-runtimes.sh} has put it. */
    static void run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getenv(PrivateRegistry.VARIABLE), "skopeo/skopeo")
                .toString());
        command.addAll(List.of(arguments));
        start(command);
    }

    static void start(List<String> command) throws Exception {
        Path log = Files.createTempFile("command", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            assertThat(process.waitFor(30, TimeUnit.SECONDS))
                    .as(String.join(" ", command))
                    .isTrue();
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            Files.delete(log);
        }
    }
}
