package dev.vedette.sensor.identity.node;

import dev.vedette.probes.devices.DeviceLeave;
import dev.vedette.probes.devices.NotUnderstoodException;
import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.GroupPrograms;
import dev.vedette.probes.libbpf.Libbpf;
import dev.vedette.probes.libbpf.LibbpfUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a group of version 2 lets its processes do with devices: the kernel runs programs for it and keeps no list
 * (kernel/bpf/cgroup.c, __cgroup_bpf_check_dev_permission). Why it is not known is logged once for each reason.
 * Thread-safe.
 */
final class DevicePrograms {
    private static final Logger LOG = LoggerFactory.getLogger(DevicePrograms.class);
    private static final Path BLOCK_DEVICES = Path.of("/sys/dev/block");
    private static final int MOST_DEVICES = 1000;
    private static final int MOST_REASONS = 16;

    /**
     * By which a node is taken or seen: memory, ports, the kernel's log, watchdogs, device mapper, FUSE, virtual machines,
     * loops, virtual networks, VFIO. Source: Documentation/admin-guide/devices.txt.
     */
    private static final List<String> CHARACTER_DEVICES = List.of(
            "c 1:1",
            "c 1:2",
            "c 1:4",
            "c 1:11",
            "c 10:130",
            "c 10:144",
            "c 10:196",
            "c 10:200",
            "c 10:229",
            "c 10:232",
            "c 10:236",
            "c 10:237",
            "c 10:238");

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /** As the lists of version 1 have it; empty where it is not known. */
    Optional<Set<String>> of(Path group) {
        try {
            List<ByteBuffer> programs = new GroupPrograms(Libbpf.load()).forDevicesOf(group);
            return Optional.of(DeviceLeave.of(programs, devices()));
        } catch (LibbpfUnavailableException e) {
            say(e.getMessage());
        } catch (NotUnderstoodException e) {
            say(e.getMessage());
        } catch (BpfException e) {
            // It has ended meanwhile, or a program was exchanged: that is no reason that stays.
            if (e.errno() != BpfException.ENOENT) {
                say(e.getMessage());
            }
        }
        return Optional.empty();
    }

    /** Whether no program decides, so that everything is allowed. */
    static boolean allowsEverything(Set<String> access) {
        return access.containsAll(Set.of("b *:* rwm", "c *:* rwm"));
    }

    private static Set<String> devices() {
        Set<String> devices = new TreeSet<>(CHARACTER_DEVICES);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(BLOCK_DEVICES)) {
            for (Path entry : entries) {
                if (devices.size() >= MOST_DEVICES) {
                    break;
                }
                devices.add("b " + entry.getFileName());
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Only programs that no runtime writes leave anything to find there.
            return devices;
        }
        return devices;
    }

    private void say(String why) {
        // Numbers of programs differ from container to container.
        String reason = why.replaceAll("\\d+", "");
        if (said.size() < MOST_REASONS && said.add(reason)) {
            LOG.warn(
                    "What control groups let containers do with devices is not compared with their specifications where it"
                            + " cannot be told: {}",
                    why);
        }
    }
}
