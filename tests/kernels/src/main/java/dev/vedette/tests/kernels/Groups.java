package dev.vedette.tests.kernels;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where control groups are made. */
final class Groups {
    private static final List<Path> ROOTS = List.of(Path.of("/sys/fs/cgroup/unified"), Path.of("/sys/fs/cgroup"));

    private Groups() {}

    /** The root of the v2 hierarchy, if one is mounted. */
    static Optional<Path> hierarchy() {
        return ROOTS.stream()
                .filter(path -> Files.exists(path.resolve("cgroup.procs")))
                .findFirst();
    }
}
