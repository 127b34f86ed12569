package dev.vedette.cli;

import dev.vedette.sensor.cri.RuntimeEndpoint;
import dev.vedette.sensor.demo.runtime.ContainerdPrograms;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.sensor.demo.tour.DemoImage;
import dev.vedette.sensor.demo.tour.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The demonstration's containerd with its image, and the policy that goes with the tour. */
final class DemoRuntime implements AutoCloseable {
    private final ContainerdPrograms programs;
    private final PrivateContainerd containerd;
    private final Path folder;

    private DemoRuntime(ContainerdPrograms programs, PrivateContainerd containerd, Path folder) {
        this.programs = programs;
        this.containerd = containerd;
        this.folder = folder;
    }

    static DemoRuntime start(Path folder) throws IOException {
        ContainerdPrograms programs = ContainerdPrograms.find()
                .orElseThrow(
                        () -> new CommandFailed(
                                "containerd 1.7 or newer is missing: start with ./vedette up --demo, which fetches it, or put it into PATH"));
        Files.createDirectories(folder);
        PrivateContainerd containerd = PrivateContainerd.start(programs, folder.resolve("c"));
        DemoImage.importInto(containerd, folder.resolve("image"));
        return new DemoRuntime(programs, containerd, folder);
    }

    RuntimeEndpoint endpoint() {
        return containerd.endpoint();
    }

    Stage stage() throws IOException {
        return new Stage(containerd, programs);
    }

    /** Writes the tour's policy where a person can read and change it. */
    Path policies() throws IOException {
        Path document = folder.resolve("policy.yaml");
        try (InputStream in = Stage.class.getResourceAsStream("policy.yaml")) {
            Files.write(document, in.readAllBytes());
        }
        return document;
    }

    @Override
    public void close() throws IOException {
        containerd.close();
    }
}
