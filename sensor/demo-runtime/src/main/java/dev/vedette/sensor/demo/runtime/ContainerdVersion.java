package dev.vedette.sensor.demo.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The lines of containerd that nodes run: the long-term one and the current one. */
public enum ContainerdVersion {
    /** What {@code install-containerd.sh} has put where {@link ContainerdPrograms#VARIABLE} points to. */
    V1_7,
    /** What {@code install-runtimes.sh} has put where {@link DockerPrograms#VARIABLE} points to. */
    V2;

    /**
     * Where its programs are.
     *
     * @throws IOException if they are missing, with what to do
     */
    public ContainerdPrograms programs() throws IOException {
        if (this == V1_7) {
            return ContainerdPrograms.find()
                    .orElseThrow(() -> new IOException("containerd is not in PATH, and " + ContainerdPrograms.VARIABLE
                            + " names no folder with it: run install-containerd.sh FOLDER and set "
                            + ContainerdPrograms.VARIABLE + " to that folder."));
        }
        return Optional.ofNullable(System.getenv(DockerPrograms.VARIABLE))
                .flatMap(folder -> ContainerdPrograms.in(Path.of(folder).resolve("containerd-2")))
                .orElseThrow(() -> new IOException(DockerPrograms.VARIABLE + " names no folder with containerd 2 in it:"
                        + " run tests/install-runtimes.sh FOLDER and set it to that folder."));
    }
}
