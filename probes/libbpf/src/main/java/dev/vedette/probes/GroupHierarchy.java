package dev.vedette.probes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The hierarchy of control groups whose ids stand for containers: the numbers are each hierarchy's own, so records, maps
 * and {@code /proc} must speak of the same one. The kernel side is {@code hierarchy.h}.
 *
 * <p>It is the v2 hierarchy where runtimes make groups in it: alone, or beside the controllers of version 1. Where it is
 * not mounted, or only somewhere that runtimes do not look (some network plugins mount it for programs of their own), it
 * is that of one controller of version 1: runtimes make a container's group in each that is mounted.
 */
public enum GroupHierarchy {
    V2(0, ""),
    /** First, since no runtime and no systemd leaves it out where it is mounted. */
    PIDS(1, "pids"),
    MEMORY(2, "memory"),
    CPU(3, "cpu"),
    DEVICES(4, "devices"),
    FREEZER(5, "freezer"),
    CPUSET(6, "cpuset");

    /** The programs' variable. */
    static final String CONSTANT = "group_controller";

    /** Where systemd mounts v2, and where runc and crun look for it (libcontainer/cgroups, IsCgroup2HybridMode). */
    private static final List<String> PLACES_OF_V2 = List.of("/sys/fs/cgroup", "/sys/fs/cgroup/unified");

    private static final Pattern OF_CONTAINER = Pattern.compile(".*([0-9a-f]{64}).*");
    private static final int ENOUGH_PROCESSES = 10_000;

    private final int number;
    private final String controller;

    GroupHierarchy(int number, String controller) {
        this.number = number;
        this.controller = controller;
    }

    /** What is known of the node is read once: while a process lives, all its parts go by the same hierarchy. */
    private static final class OfNode {
        private static final GroupHierarchy CHOSEN = of(Path.of("/proc"));
    }

    /** The one of this node, as it was when first asked; thread-safe. */
    public static GroupHierarchy ofNode() {
        return OfNode.CHOSEN;
    }

    /**
     * The one of the node behind a mounted {@code /proc}.
     *
     * @param proc the host's; of process 1 or else of this process it tells what is mounted
     */
    public static GroupHierarchy of(Path proc) {
        List<String> mounts = lines(proc.resolve("1/mountinfo"));
        return of(mounts.isEmpty() ? lines(proc.resolve("self/mountinfo")) : mounts, proc);
    }

    private static GroupHierarchy of(List<String> mounts, Path proc) {
        Optional<GroupHierarchy> old = Stream.of(values())
                .filter(hierarchy -> hierarchy != V2)
                .filter(hierarchy -> mounts.stream().anyMatch(hierarchy::isMountedBy))
                .findFirst();
        if (old.isEmpty() || mounts.stream().noneMatch(V2::isMountedBy)) {
            return old.orElse(V2);
        }
        boolean inPlace =
                mounts.stream().filter(V2::isMountedBy).anyMatch(line -> PLACES_OF_V2.contains(line.split(" ", -1)[4]));
        return usedByContainers(proc, old.get()).orElse(inPlace ? V2 : old.get());
    }

    /**
     * Where both could be, the containers that run already show which: v2 unless most of them are in groups of the old one
     * alone. Who is in a container is told by the old one, whose groups only root makes: of v2 a user may have been given
     * a part, and name groups in it as they like. Containers are counted, not their processes.
     */
    private static Optional<GroupHierarchy> usedByContainers(Path proc, GroupHierarchy old) {
        Map<String, Boolean> inBoth = new HashMap<>();
        int looked = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[1-9]*")) {
            for (Path process : processes) {
                List<String> groups = lines(process.resolve("cgroup"));
                Optional<String> container = old.pathIn(groups).flatMap(GroupHierarchy::containerOf);
                Optional<String> other = V2.pathIn(groups);
                if (container.isPresent() && other.isPresent()) {
                    // Else the v2 group is the root's, or its shim's, which it was born in.
                    boolean same = other.flatMap(GroupHierarchy::containerOf).equals(container);
                    inBoth.merge(container.get(), same, Boolean::logicalAnd);
                }
                if (++looked >= ENOUGH_PROCESSES) {
                    break;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // What cannot be listed shows nothing: what is mounted decides.
            return Optional.empty();
        }
        if (inBoth.isEmpty()) {
            return Optional.empty();
        }
        long covered = inBoth.values().stream().filter(both -> both).count();
        return Optional.of(covered * 2 >= inBoth.size() ? V2 : old);
    }

    /** The innermost, where one runs in another. */
    private static Optional<String> containerOf(String path) {
        Matcher matcher = OF_CONTAINER.matcher(path);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /**
     * Whether a line of {@code mountinfo} mounts it. Source: proc_pid_mountinfo(5); a controller stands among the file
     * system's own options, the last field (cgroup1_show_options() of kernel/cgroup/cgroup-v1.c).
     */
    public boolean isMountedBy(String line) {
        int dash = line.indexOf(" - ");
        if (dash < 0) {
            return false;
        }
        String[] kind = line.substring(dash + 3).split(" ", -1);
        if (this == V2) {
            return kind[0].equals("cgroup2");
        }
        return kind[0].equals("cgroup")
                && kind.length > 2
                && Arrays.asList(kind[2].split(",", -1)).contains(controller);
    }

    /**
     * A process's group in it.
     *
     * @param lines of {@code /proc/N/cgroup}: {@code 0::PATH}, or {@code NUMBER:CONTROLLERS:PATH} (cgroups(7))
     */
    public Optional<String> pathIn(List<String> lines) {
        return lines.stream()
                .map(line -> line.split(":", 3))
                .filter(fields -> fields.length == 3 && fields[2].startsWith("/"))
                .filter(fields -> this == V2
                        ? fields[0].equals("0") && fields[1].isEmpty()
                        : Arrays.asList(fields[1].split(",", -1)).contains(controller))
                .map(fields -> fields[2])
                .findFirst();
    }

    /** The value of {@link #CONSTANT}. */
    int number() {
        return number;
    }

    /** As it stands in {@code /proc/N/cgroup}; "" for v2. */
    public String controller() {
        return controller;
    }

    /** Where this process sees it mounted, in the order of the mounts. */
    List<Path> mountedAt() {
        return lines(Path.of("/proc/self/mountinfo")).stream()
                .filter(this::isMountedBy)
                .map(line -> Path.of(line.split(" ", -1)[4]))
                .toList();
    }

    private static List<String> lines(Path file) {
        try {
            // Directories may have names that are no text; one byte is then one character.
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of();
        }
    }
}
