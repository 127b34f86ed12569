package dev.vedette.sensor.discovery;

import dev.vedette.sensor.config.NodeRoot;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The kubelets that run on a node, by their command lines: the kubelet itself, and k3s, RKE2 and k0s, which have it
 * inside.
 *
 * <p>A command line is only words, and whoever is asked by its word where the runtime listens decides what the sensor
 * believes. So only processes of root are looked at, and none that is in a container's cgroup, which it cannot leave by
 * itself.
 */
record KubeletProcesses(NodeRoot root) {
    private static final List<String> NAMES =
            List.of("kubelet", "hyperkube", "k3s", "k3s-server", "k3s-agent", "rke2", "k0s");
    private static final Pattern CONTAINERS = Pattern.compile("kubepods|libpod|/docker[/-]|[0-9a-f]{64}");
    private static final String EFFECTIVE_ROOT = "(?s).*\nUid:\\s+\\d+\\s+0\\s.*";

    /** Each with its program's name first. */
    List<List<String>> commandLines() {
        List<List<String>> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(root.resolve("/proc"), "[1-9]*")) {
            for (Path process : processes) {
                String pid = process.getFileName().toString();
                commandLine(pid).filter(line -> isTrusted(pid)).ifPresent(found::add);
            }
        } catch (IOException | DirectoryIteratorException e) {
            return found; // a root without processes: its files still speak
        }
        return found;
    }

    private Optional<List<String>> commandLine(String pid) {
        return root.value("/proc/" + pid + "/cmdline")
                .map(text -> List.of(text.split("\0", -1)))
                .filter(words -> NAMES.contains(name(words.getFirst())));
    }

    private static String name(String program) {
        String file = program.substring(program.lastIndexOf('/') + 1);
        int blank = file.indexOf(' '); // k3s gives its process a title: "k3s server"
        return blank < 0 ? file : file.substring(0, blank);
    }

    private boolean isTrusted(String pid) {
        return root.value("/proc/" + pid + "/status").orElse("").matches(EFFECTIVE_ROOT)
                && !CONTAINERS
                        .matcher(root.value("/proc/" + pid + "/cgroup").orElse("kubepods"))
                        .find();
    }
}
