package dev.vedette.sensor.demo.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where containerd's programs are.
 *
 * @param folder holds {@code containerd}, {@code ctr} and {@code containerd-shim-runc-v2}
 */
public record ContainerdPrograms(Path folder) {
    /** Names the folder that {@code install-containerd.sh} has filled; looked at before {@code PATH}. */
    public static final String VARIABLE = "VEDETTE_CONTAINERD";

    private static final String PROGRAM = "containerd";

    public Path containerd() {
        return folder.resolve(PROGRAM);
    }

    public Path ctr() {
        return folder.resolve("ctr");
    }

    /** The version of the configuration file that suits it: 3 since containerd 2 (docs/cri/config.md), 2 before. */
    int configurationVersion() throws IOException {
        // "containerd github.com/containerd/containerd/v2 2.1.9 …"
        String[] words =
                Commands.run(List.of(containerd().toString(), "--version")).split(" ", -1);
        return words.length > 2 && words[2].replaceFirst("^v", "").startsWith("1.") ? 2 : 3;
    }

    /** Looks where {@link #VARIABLE} points to, then in {@code PATH}. */
    public static Optional<ContainerdPrograms> find() {
        List<Path> places = new ArrayList<>();
        String installed = System.getenv(VARIABLE);
        if (installed != null) {
            places.add(Path.of(installed));
        }
        for (String place : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            places.add(Path.of(place));
        }
        return places.stream()
                .map(ContainerdPrograms::in)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Looks in one folder, which may be the root of an unpacked package. */
    public static Optional<ContainerdPrograms> in(Path folder) {
        return List.of(folder, folder.resolve("usr/bin"), folder.resolve("bin")).stream()
                .map(Path::toAbsolutePath)
                .filter(place -> Files.isExecutable(place.resolve(PROGRAM)))
                .findFirst()
                .map(ContainerdPrograms::new);
    }
}
