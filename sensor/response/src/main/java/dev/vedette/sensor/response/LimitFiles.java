package dev.vedette.sensor.response;

import dev.vedette.policy.model.ResponseOptions.Limits;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a container's limits are written, in whichever hierarchies the node has. Thread-safe.
 *
 * @param root where the cgroup file systems are mounted, {@code /sys/fs/cgroup}
 * @param blockDevices {@code /sys/block}
 */
record LimitFiles(Path root, Path blockDevices) {
    /** Without a disk behind them: what they carry is limited where it comes to a disk. */
    private static final List<String> NO_DISKS = List.of("loop", "ram", "zram", "fd", "sr");

    private static final long MILLIS = 1_000;
    /** The kernel's least quota, in microseconds (min_cfs_quota_period). */
    private static final long LEAST_QUOTA = 1_000;

    /**
     * What is to be written for a container.
     *
     * @param settings with what is there now
     * @param missing why a limit that is wanted cannot be written, each for people; empty if all can
     */
    record Found(List<LimitSetting> settings, List<String> missing) {
        Found {
            settings = List.copyOf(settings);
            missing = List.copyOf(missing);
        }
    }

    Found find(String containerId, Limits wanted) throws IOException {
        List<LimitSetting> settings = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        if (wanted.cpuMillis() > 0) {
            take(cpu(containerId, wanted.cpuMillis()), "cpu", "cpu", settings, missing);
        }
        if (wanted.ioBytesPerSecond() > 0) {
            take(io(containerId, wanted.ioBytesPerSecond()), "io", "blkio", settings, missing);
        }
        if (wanted.memoryBytes() > 0) {
            take(memory(containerId, wanted.memoryBytes()), "memory", "memory", settings, missing);
        }
        if (wanted.pids() > 0) {
            take(pids(containerId, wanted.pids()), "pids", "pids", settings, missing);
        }
        return new Found(settings, missing);
    }

    private void take(
            List<LimitSetting> found, String two, String one, List<LimitSetting> settings, List<String> missing) {
        settings.addAll(found);
        if (found.isEmpty()) {
            missing.add(
                    !new Hierarchies(root).offers(two, one)
                            ? two + " cannot be limited: this node's control groups have no such controller"
                            : two.equals("io") && !hasDisks()
                                    ? "io cannot be limited: this node has no disk of its own"
                                    : two + " cannot be limited: the container has no group of that controller");
        }
    }

    private List<LimitSetting> cpu(String containerId, long millis) throws IOException {
        Optional<Path> two = versionTwo(containerId, "cpu.max");
        if (two.isPresent()) {
            String before = read(two.get());
            long period = Long.parseLong(before.split(" ", -1)[1]);
            return List.of(new LimitSetting(two.get(), before, quota(millis, period) + " " + period));
        }
        Optional<Path> one = versionOne(containerId, "cpu", "cpu.cfs_quota_us");
        if (one.isPresent()) {
            long period = Long.parseLong(read(one.get().resolveSibling("cpu.cfs_period_us")));
            return List.of(new LimitSetting(one.get(), read(one.get()), Long.toString(quota(millis, period))));
        }
        return List.of();
    }

    private static long quota(long millis, long period) {
        return Math.max(LEAST_QUOTA, period * millis / MILLIS);
    }

    private List<LimitSetting> io(String containerId, long bytes) throws IOException {
        List<LimitSetting> settings = new ArrayList<>();
        Optional<Path> two = versionTwo(containerId, "io.max");
        if (two.isPresent()) {
            for (String disk : disks()) {
                String before = line(two.get(), disk).orElse(disk + " rbps=max wbps=max");
                settings.add(new LimitSetting(two.get(), before, disk + " rbps=" + bytes + " wbps=" + bytes));
            }
            return settings;
        }
        for (String direction : List.of("read", "write")) {
            Optional<Path> one = versionOne(containerId, "blkio", "blkio.throttle." + direction + "_bps_device");
            if (one.isPresent()) {
                for (String disk : disks()) {
                    // zero is how a limit is taken away (admin-guide/cgroup-v1/blkio-controller.rst)
                    String before = line(one.get(), disk).orElse(disk + " 0");
                    settings.add(new LimitSetting(one.get(), before, disk + " " + bytes));
                }
            }
        }
        return settings;
    }

    private List<LimitSetting> memory(String containerId, long bytes) throws IOException {
        return plain(
                versionTwo(containerId, "memory.high")
                        .or(() -> versionOne(containerId, "memory", LimitSetting.SOFT_MEMORY)),
                bytes);
    }

    private List<LimitSetting> pids(String containerId, long most) throws IOException {
        return plain(versionTwo(containerId, "pids.max").or(() -> versionOne(containerId, "pids", "pids.max")), most);
    }

    private static List<LimitSetting> plain(Optional<Path> file, long value) throws IOException {
        return file.isEmpty()
                ? List.of()
                : List.of(new LimitSetting(file.get(), read(file.get()), Long.toString(value)));
    }

    private Optional<Path> versionTwo(String containerId, String file) {
        return new Hierarchies(root).groupOfTwo(containerId, file).map(group -> group.resolve(file));
    }

    private Optional<Path> versionOne(String containerId, String controller, String file) {
        return new Hierarchies(root).groupOfOne(controller, containerId, file).map(group -> group.resolve(file));
    }

    private boolean hasDisks() {
        try {
            return !disks().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** {@code major:minor} of each. */
    private List<String> disks() throws IOException {
        List<String> disks = new ArrayList<>();
        try (DirectoryStream<Path> devices = Files.newDirectoryStream(blockDevices)) {
            for (Path device : devices) {
                String name = device.getFileName().toString();
                if (NO_DISKS.stream().noneMatch(name::startsWith) && Files.exists(device.resolve("dev"))) {
                    disks.add(read(device.resolve("dev")));
                }
            }
        }
        return disks;
    }

    private static Optional<String> line(Path file, String disk) throws IOException {
        return Files.readString(file)
                .lines()
                .filter(line -> line.startsWith(disk + " "))
                .findFirst();
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).strip();
    }
}
