package dev.vedette.sensor.response;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who the sensor is, so that it never acts against itself.
 *
 * @param pid in the initial pid namespace
 * @param containerId the container it runs in, empty on the bare node
 */
public record SensorSelf(long pid, Optional<String> containerId) {
    private static final Pattern CONTAINER = Pattern.compile("([0-9a-f]{64})(\\.scope)?(/|$)", Pattern.MULTILINE);

    /** As {@code /proc/self} tells; that the sensor shares the node's pid namespace is a condition of its work. */
    public static SensorSelf detect() {
        return new SensorSelf(ProcessHandle.current().pid(), ownContainer());
    }

    private static Optional<String> ownContainer() {
        try {
            return containerIn(Files.readString(Path.of("/proc/self/cgroup")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The container that lines of a process's cgroup file name: a last part with a runtime's id of 64 digits. */
    static Optional<String> containerIn(String cgroups) {
        Matcher container = CONTAINER.matcher(cgroups);
        return container.find() ? Optional.of(container.group(1)) : Optional.empty();
    }
}
