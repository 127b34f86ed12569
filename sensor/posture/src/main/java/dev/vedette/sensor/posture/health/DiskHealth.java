package dev.vedette.sensor.posture.health;

import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.posture.kernel.CLibrary;
import dev.vedette.sensor.posture.kernel.FileSystemSpace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Space and inodes of the file systems that pods, images and logs live on; each file system once.
 *
 * <p>The kubelet evicts pods below 10 % of space (nodefs), 15 % (imagefs) and 5 % of inodes (kubernetes.io, Node-pressure
 * Eviction): those are the limits of bad, some more of watch.
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
        for (String place : PLACES) {
            if (root.exists(place)) {
                FileSystemSpace.of(libc, root.resolve(place))
                        .filter(one -> seen.add(List.of(one.id(), one.bytes(), one.files())))
                        .ifPresent(one -> add(place, one, items));
            }
        }
        return items;
    }

    private static void add(String place, FileSystemSpace one, List<HealthItem> items) {
        items.add(space(place, one));
        if (one.files() > 0) {
            items.add(inodes(place, one));
        }
    }

    private static HealthItem space(String place, FileSystemSpace one) {
        double used = 100 - 100.0 * one.availableBytes() / one.bytes();
        return HealthItem.above(
                "disk " + place,
                used,
                80,
                90,
                String.format(Locale.ROOT, "%.0f %% used, %.1f GiB free", used, one.availableBytes() / GIB),
                "the kubelet evicts pods when a tenth is left: remove images and logs that nobody needs");
    }

    private static HealthItem inodes(String place, FileSystemSpace one) {
        double used = 100 - 100.0 * one.availableFiles() / one.files();
        return HealthItem.above(
                "inodes " + place,
                used,
                85,
                95,
                String.format(Locale.ROOT, "%.0f %% used", used),
                "look for folders with very many small files");
    }
}
