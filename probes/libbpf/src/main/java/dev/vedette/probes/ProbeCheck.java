package dev.vedette.probes;

import dev.vedette.probes.libbpf.BpfException;
import dev.vedette.probes.libbpf.Libbpf;
import dev.vedette.probes.libbpf.LibbpfUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether this process may watch the kernel. */
public final class ProbeCheck {
    /** Bits of CapEff, linux/capability.h. */
    private static final int CAP_SYS_ADMIN = 21;

    private static final int CAP_PERFMON = 38;
    private static final int CAP_BPF = 39;

    private static final Path KERNEL_TYPES = Path.of("/sys/kernel/btf/vmlinux");
    /** security/lockdown/lockdown.c; shown where securityfs is mounted. */
    private static final Path LOCKDOWN = Path.of("/sys/kernel/security/lockdown");

    private static final Path OWN_STATUS = Path.of("/proc/self/status");

    private ProbeCheck() {}

    /**
     * Empty if it may; otherwise one sentence that says what is missing and the way out. Tries a small map for real,
     * since a seccomp filter or lockdown can refuse what capabilities allow.
     */
    public static Optional<String> obstacle() {
        try {
            return obstacle(Libbpf.load());
        } catch (LibbpfUnavailableException e) {
            return Optional.of(e.getMessage());
        }
    }

    static Optional<String> obstacle(Libbpf libbpf) {
        if (!hasTypes()) {
            return Optional.of("This kernel gives no type information at " + KERNEL_TYPES
                    + ": use one built with CONFIG_DEBUG_INFO_BTF=y, as those of all large distributions are");
        }
        if (lockdown().contains("[confidentiality]")) {
            return Optional.of(
                    "This kernel is locked down for confidentiality, which keeps eBPF programs from reading what"
                            + " they are to tell: boot it with lockdown=integrity, or without");
        }
        Optional<String> capabilities = missingCapabilities();
        if (capabilities.isPresent()) {
            return capabilities;
        }
        try {
            libbpf.tryRing();
            return Optional.empty();
        } catch (BpfException e) {
            return Optional.of("The kernel refuses bpf() although the capabilities are there (" + e.getMessage()
                    + "): allow bpf in the seccomp profile, and check that lockdown is not 'confidentiality'");
        }
    }

    private static boolean hasTypes() {
        try {
            return Files.isReadable(KERNEL_TYPES) && Files.size(KERNEL_TYPES) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The chosen level in brackets; empty where the kernel has none or does not show it. */
    private static String lockdown() {
        try {
            return Files.readString(LOCKDOWN);
        } catch (IOException e) {
            return "";
        }
    }

    private static Optional<String> missingCapabilities() {
        try (var lines = Files.lines(OWN_STATUS)) {
            long effective = lines.filter(line -> line.startsWith("CapEff:"))
                    .map(line -> line.substring("CapEff:".length()).strip())
                    .mapToLong(hex -> Long.parseUnsignedLong(hex, 16))
                    .findFirst()
                    .orElse(0);
            boolean enough = has(effective, CAP_SYS_ADMIN) || (has(effective, CAP_BPF) && has(effective, CAP_PERFMON));
            return enough
                    ? Optional.empty()
                    : Optional.of("This process may not load eBPF programs: run it as root, or give it the capabilities"
                            + " CAP_BPF and CAP_PERFMON (CAP_SYS_ADMIN before Linux 5.8)");
        } catch (IOException e) {
            return Optional.of("The capabilities of this process cannot be read from " + OWN_STATUS + ": mount /proc ("
                    + e.getMessage() + ")");
        }
    }

    private static boolean has(long capabilities, int bit) {
        return ((capabilities >>> bit) & 1) == 1;
    }
}
