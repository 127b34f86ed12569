package dev.vedette.tests.runtimes;

import dev.vedette.sensor.demo.runtime.ImageBuilder;
import dev.vedette.sensor.demo.runtime.PrivatePodman;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One Podman of root's and one of a user's, with the same image. */
final class PodmanRange implements AutoCloseable {
    static final String IMAGE = "localhost/vedette/podman:1";

    private final Path work;
    private final PrivatePodman ofRoot;
    private final PrivatePodman ofUser;

    PodmanRange() throws IOException {
        work = Files.createTempDirectory(
                "vp", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Path image = ImageBuilder.busybox(work.resolve("image"), IMAGE).write();
        ofRoot = PrivatePodman.ofRoot(work.resolve("root"));
        ofRoot.load(image);
        ofUser = PrivatePodman.ofUser(work.resolve("user"));
        ofUser.load(image);
    }

    PrivatePodman of(String whose) {
        return whose.equals("root") ? ofRoot : ofUser;
    }

    Path work() {
        return work;
    }

    void removeContainers() throws IOException {
        ofRoot.podman("rm", "-f", "-a", "-t", "0");
        ofUser.podman("rm", "-f", "-a", "-t", "0");
    }

    @Override
    public void close() throws IOException {
        ofRoot.close();
        ofUser.close();
        List<Path> left;
        try (Stream<Path> tree = Files.walk(work)) {
            left = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : left) {
            Files.delete(path);
        }
    }
}
