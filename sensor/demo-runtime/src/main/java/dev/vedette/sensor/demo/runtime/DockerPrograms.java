package dev.vedette.sensor.demo.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where Docker Engine's programs are.
 *
 * @param folder the root of the unpacked packages, with {@code usr/sbin/dockerd} and {@code usr/bin/docker}
 */
public record DockerPrograms(Path folder) {
    /** Names the folder that {@code install-runtimes.sh} has filled. */
    public static final String VARIABLE = "VEDETTE_RUNTIMES";

    Path daemon() {
        return folder.resolve("usr/sbin/dockerd");
    }

    Path client() {
        return folder.resolve("usr/bin/docker");
    }

    /** Looks where {@link #VARIABLE} points to. */
    public static Optional<DockerPrograms> find() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .map(folder -> new DockerPrograms(Path.of(folder).resolve("docker")))
                .filter(programs -> Files.isExecutable(programs.daemon()) && Files.isExecutable(programs.client()));
    }
}
