package dev.vedette.sensor.posture.health;

import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.posture.kernel.CLibrary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * Space and inodes of the file systems that pods, images and logs live on; each file system once.
 *
 * <p>The kubelet evicts pods below 10 % of space (nodefs), 15 % (imagefs) and 5 % of inodes (kubernetes.io, Node-pressure
 * Eviction): those are the limits of bad, some more of watch. {@code struct statvfs} of 64-bit Linux has eleven fields of
 * eight bytes: block size, fragment size, blocks, free, available, files, free files, available files, id, flags, longest
 * name (bits/statvfs.h).
 */
public final class DiskHealth implements HealthProbe {
    private static final List<String> PLACES = List.of(
            "/",
            "/var/lib/containerd",
            "/var/lib/containers",
            "/var/lib/docker",
            "/var/lib/rancher",
            "/var/lib/kubelet",
            "/var/log",
            "/run");
    private static final int STATVFS_BYTES = 128;
    private static final int FRAGMENT = 8;
    private static final int BLOCKS = 16;
    private static final int AVAILABLE = 32;
    private static final int FILES = 40;
    private static final int FILES_AVAILABLE = 56;
    private static final int ID = 64;
    private static final double GIB = 1L << 30;

    private final NodeRoot root;
    private final CLibrary libc;

    public DiskHealth(NodeRoot root, CLibrary libc) {
        this.root = root;
        this.libc = libc;
    }

    @Override
    public List<HealthItem> look() {
        List<HealthItem> items = new ArrayList<>();
        Set<List<Long>> seen = new HashSet<>();
        Pointer buffer = Memory.allocateDirect(Runtime.getRuntime(libc), STATVFS_BYTES);
        for (String place : PLACES) {
            Path path = root.resolve(place);
            if (root.exists(place) && libc.statvfs(path.toString(), buffer) == 0) {
                long blocks = buffer.getLong(BLOCKS);
                if (blocks > 0 && seen.add(List.of(buffer.getLong(ID), blocks, buffer.getLong(FILES)))) {
                    items.add(space(place, blocks, buffer));
                    inodes(place, buffer, items);
                }
            }
        }
        return items;
    }

    private static HealthItem space(String place, long blocks, Pointer buffer) {
        double available = buffer.getLong(AVAILABLE);
        return HealthItem.above(
                "disk " + place,
                100 - 100 * available / blocks,
                80,
                90,
                String.format(
                        Locale.ROOT,
                        "%.0f %% used, %.1f GiB free",
                        100 - 100 * available / blocks,
                        available * buffer.getLong(FRAGMENT) / GIB),
                "the kubelet evicts pods when a tenth is left: remove images and logs that nobody needs");
    }

    private static void inodes(String place, Pointer buffer, List<HealthItem> items) {
        double files = buffer.getLong(FILES);
        if (files > 0) { // btrfs and others make inodes as they need them
            double used = 100 - 100 * buffer.getLong(FILES_AVAILABLE) / files;
            items.add(HealthItem.above(
                    "inodes " + place,
                    used,
                    85,
                    95,
                    String.format(Locale.ROOT, "%.0f %% used", used),
                    "look for folders with very many small files"));
        }
    }
}
