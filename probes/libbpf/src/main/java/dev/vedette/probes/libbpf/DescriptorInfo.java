package dev.vedette.probes.libbpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What the kernel says of an open map, program or link (/proc/self/fdinfo, bpf_map_show_fdinfo and
 * bpf_prog_show_fdinfo in kernel/bpf/syscall.c).
 */
public final class DescriptorInfo {
    private final Map<String, String> lines = new HashMap<>();

    private DescriptorInfo() {}

    public static DescriptorInfo of(int fd) throws BpfException {
        DescriptorInfo info = new DescriptorInfo();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo", Integer.toString(fd)))) {
                int colon = line.indexOf(':');
                info.lines.put(
                        line.substring(0, Math.max(0, colon)),
                        line.substring(colon + 1).strip());
            }
        } catch (IOException e) {
            throw BpfException.of("Looking at descriptor " + fd, BpfException.EACCES, e.toString());
        }
        return info;
    }

    /** Kernel memory that a map or program takes, in bytes; 0 if the kernel does not say. */
    public long memoryBytes() {
        return number("memlock");
    }

    /** How many instructions the verifier went through for a program; 0 if the kernel does not say (before 5.16). */
    public long verifiedInstructions() {
        return number("verified_insns");
    }

    public long keySize() {
        return number("key_size");
    }

    public long valueSize() {
        return number("value_size");
    }

    public long maxEntries() {
        return number("max_entries");
    }

    private long number(String name) {
        return Long.parseLong(lines.getOrDefault(name, "0"));
    }
}
