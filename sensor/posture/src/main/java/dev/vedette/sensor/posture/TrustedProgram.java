package dev.vedette.sensor.posture;

import dev.vedette.sensor.config.NodeRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Asks a program of the node a question.
 *
 * <p>Only one that root alone could have put there is run: it and every folder above it belong to root and are writable to
 * nobody else; nothing seen below another root is ever run, so no program of a container is. The environment is empty, time
 * and output are bounded.
 */
public final class TrustedProgram {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int MAX_OUTPUT = 1 << 20;
    private static final Set<PosixFilePermission> OTHERS_WRITE =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private TrustedProgram() {}

    /** What it wrote to standard output; empty where it is not to be trusted, fails, or takes too long. */
    public static Optional<String> ask(NodeRoot root, String path, String... arguments) {
        if (!root.isOwn()) {
            return Optional.empty();
        }
        try {
            Path file = Path.of(path).toRealPath();
            return isRootsAlone(file) ? run(file, arguments) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isRootsAlone(Path file) throws IOException {
        for (Path at = file; at != null; at = at.getParent()) {
            Map<String, Object> attributes = Files.readAttributes(at, "unix:uid,permissions");
            Object permissions = attributes.get("permissions");
            if (!Integer.valueOf(0).equals(attributes.get("uid"))
                    || !(permissions instanceof Set<?> set)
                    || set.stream().anyMatch(OTHERS_WRITE::contains)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> run(Path file, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(file.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        Process process = builder.start();
        try {
            // Killed by time rather than read without end: closing its pipe is what ends the reading.
            var killed = process.onExit()
                    .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .handle((done, late) -> {
                        process.destroyForcibly();
                        return late == null;
                    });
            byte[] output;
            try (InputStream in = process.getInputStream()) {
                output = in.readNBytes(MAX_OUTPUT);
            }
            return killed.join() && process.exitValue() == 0
                    ? Optional.of(new String(output, StandardCharsets.UTF_8))
                    : Optional.empty();
        } finally {
            process.destroyForcibly();
        }
    }
}
