package dev.vedette.tests.support;

import dev.vedette.sensor.demo.runtime.RunningContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Where the limits of a container stand, for a test to set some. */
public final class ControlGroup {
    private ControlGroup() {}

    /**
     * The container's group of a controller of version 1; the test is skipped where that is not mounted.
     *
     * @param controller as it stands in {@code /proc/N/cgroup}
     */
    public static Path ofOne(RunningContainer container, String controller) throws IOException {
        Path mounted = Path.of("/sys/fs/cgroup", controller);
        Assumptions.assumeTrue(
                Files.exists(mounted.resolve("release_agent")),
                "the controller " + controller + " is not on a hierarchy of version 1");
        return Files.readAllLines(Path.of("/proc/" + container.pid() + "/cgroup")).stream()
                .map(line -> line.split(":", 3))
                .filter(fields -> fields[1].equals(controller))
                .map(fields -> mounted.resolve(fields[2].substring(1)))
                .findFirst()
                .orElseThrow();
    }
}
