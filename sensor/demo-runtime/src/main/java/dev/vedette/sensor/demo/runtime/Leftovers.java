package dev.vedette.sensor.demo.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts away what a containerd leaves behind when it ends: shims (which outlive it by design), mounts and cgroups. Only
 * what carries the given socket or folder in its own name is touched.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private Leftovers() {}

    /** The shims that serve the containerd at this socket: its path is an argument of theirs. */
    static List<ProcessHandle> shims(Path socket) {
        return ProcessHandle.allProcesses()
                .filter(process -> isShimOf(process.pid(), socket))
                .toList();
    }

    /** Kills shims and all that runs below them. */
    static void killShims(Path socket) throws IOException {
        List<ProcessHandle> doomed = new ArrayList<>();
        for (ProcessHandle shim : shims(socket)) {
            shim.descendants().forEach(doomed::add);
            doomed.add(shim);
        }
        doomed.forEach(ProcessHandle::destroyForcibly);
        Await.until(Duration.ofSeconds(5), () -> doomed.stream().noneMatch(Leftovers::runs));
    }

    /** A process that has ended but that nobody waits for counts as ended: in a container, init may never do so. */
    private static boolean runs(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"), StandardCharsets.ISO_8859_1);
            return !stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isShimOf(long pid, Path socket) {
        try {
            String commandLine = Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
            return commandLine.contains("containerd-shim") && commandLine.contains("\0" + socket + "\0");
        } catch (IOException e) {
            return false; // it has ended
        }
    }

    /**
     * Unmounts everything below the folder, the last mounted first.
     *
     * @throws IOException if something stays mounted: then nothing below may be deleted
     */
    static void unmountBelow(Path folder) throws IOException {
        for (String point : mountsBelow(folder)) {
            Commands.run(List.of("umount", "-l", point));
        }
        if (!mountsBelow(folder).isEmpty()) {
            throw new IOException(
                    "Something was mounted below " + folder + " meanwhile; unmount it and delete the" + " folder.");
        }
    }

    private static List<String> mountsBelow(Path folder) throws IOException {
        List<String> mounts = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            String point = line.split(" ", -1)[4].replace("\\040", " ");
            if (point.startsWith(folder + "/")) {
                mounts.addFirst(point);
            }
        }
        return mounts;
    }

    /** Removes empty cgroups of this path, and those below it, from every hierarchy. */
    static void removeCgroup(String path) {
        String relative = path.substring(1);
        List<Path> roots = new ArrayList<>(List.of(CGROUPS));
        try (Stream<Path> hierarchies = Files.list(CGROUPS)) {
            hierarchies
                    .filter(Files::isDirectory)
                    .filter(p -> !Files.isSymbolicLink(p))
                    .forEach(roots::add);
        } catch (IOException e) {
            LOG.warn("{} cannot be listed: {}", CGROUPS, e.getMessage());
        }
        for (Path root : roots) {
            Path cgroup = root.resolve(relative);
            if (Files.isDirectory(cgroup)) {
                removeDirectories(cgroup);
            }
        }
    }

    private static void removeDirectories(Path top) {
        try (Stream<Path> tree = Files.walk(top)) {
            tree.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).forEach(Leftovers::removeDirectory);
        } catch (IOException e) {
            LOG.debug("{} is going away by itself", top);
        }
    }

    private static void removeDirectory(Path cgroup) {
        try {
            Files.deleteIfExists(cgroup);
        } catch (IOException e) {
            LOG.debug("{} stays: {}", cgroup, e.getMessage());
        }
    }

    /** Deletes a folder that nothing is mounted in. */
    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> tree = Files.walk(folder)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
