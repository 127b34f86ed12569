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

    /** What is to be written for a container, with what is there now. */
    List<LimitSetting> settings(String containerId, Limits wanted) throws IOException {
        List<LimitSetting> settings = new ArrayList<>();
        if (wanted.cpuMillis() > 0) {
            cpu(containerId, wanted.cpuMillis()).ifPresent(settings::add);
        }
        if (wanted.ioBytesPerSecond() > 0) {
            settings.addAll(io(containerId, wanted.ioBytesPerSecond()));
        }
        if (wanted.memoryBytes() > 0) {
            plain(containerId, "memory.high", "memory", "memory.soft_limit_in_bytes", wanted.memoryBytes())
                    .ifPresent(settings::add);
        }
        if (wanted.pids() > 0) {
            plain(containerId, "pids.max", "pids", "pids.max", wanted.pids()).ifPresent(settings::add);
        }
        return settings;
    }

    private Optional<LimitSetting> cpu(String containerId, long millis) throws IOException {
        Optional<Path> two = versionTwo(containerId, "cpu.max");
        if (two.isPresent()) {
            String before = read(two.get());
            long period = Long.parseLong(before.split(" ", -1)[1]);
            return Optional.of(new LimitSetting(two.get(), before, quota(millis, period) + " " + period));
        }
        Optional<Path> one = versionOne(containerId, "cpu", "cpu.cfs_quota_us");
        if (one.isPresent()) {
            long period = Long.parseLong(read(one.get().resolveSibling("cpu.cfs_period_us")));
            return Optional.of(new LimitSetting(one.get(), read(one.get()), Long.toString(quota(millis, period))));
        }
        return Optional.empty();
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

    private Optional<LimitSetting> plain(
            String containerId, String fileOfTwo, String controller, String fileOfOne, long value) throws IOException {
        Optional<Path> file =
                versionTwo(containerId, fileOfTwo).or(() -> versionOne(containerId, controller, fileOfOne));
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(new LimitSetting(file.get(), read(file.get()), Long.toString(value)));
    }

    private Optional<Path> versionTwo(String containerId, String file) {
        return List.of(root, root.resolve("unified")).stream()
                .filter(hierarchy -> Files.exists(hierarchy.resolve("cgroup.controllers")))
                .flatMap(hierarchy -> new CgroupSearch(hierarchy, file).find(containerId).stream())
                .map(group -> group.resolve(file))
                .findFirst();
    }

    private Optional<Path> versionOne(String containerId, String controller, String file) {
        Path hierarchy = root.resolve(controller);
        return Files.isDirectory(hierarchy)
                ? new CgroupSearch(hierarchy, file).find(containerId).map(group -> group.resolve(file))
                : Optional.empty();
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
