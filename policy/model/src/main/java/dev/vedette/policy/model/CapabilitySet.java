package dev.vedette.policy.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A set of capabilities as the kernel keeps it.
 *
 * @param bits one bit a capability, see {@link Capability#bit()}; bits of capabilities unknown to us are kept
 */
public record CapabilitySet(long bits) {
    public static final CapabilitySet NONE = new CapabilitySet(0);

    /** Every capability this version knows. */
    public static final CapabilitySet ALL = new CapabilitySet((1L << Capability.values().length) - 1);

    /** The 14 that containerd and Docker give by default. Source: containerd's oci/spec.go, defaultUnixCaps. */
    public static final CapabilitySet RUNTIME_DEFAULT = of(
            Capability.CHOWN,
            Capability.DAC_OVERRIDE,
            Capability.FSETID,
            Capability.FOWNER,
            Capability.MKNOD,
            Capability.NET_RAW,
            Capability.SETGID,
            Capability.SETUID,
            Capability.SETFCAP,
            Capability.SETPCAP,
            Capability.NET_BIND_SERVICE,
            Capability.SYS_CHROOT,
            Capability.KILL,
            Capability.AUDIT_WRITE);

    public static CapabilitySet of(Capability... capabilities) {
        long bits = 0;
        for (Capability capability : capabilities) {
            bits |= capability.bit();
        }
        return new CapabilitySet(bits);
    }

    /**
     * What a manifest's {@code capabilities} make of a runtime's default set.
     *
     * <p>The order is the runtime's: {@code ALL} added, {@code ALL} dropped, single ones added, single ones dropped; names
     * in any case and with or without {@code CAP_}, as some runtime accepts each. Source: containerd,
     * internal/cri/opts WithCapabilities.
     */
    public CapabilitySet changed(List<String> add, List<String> drop) {
        CapabilitySet result = this;
        if (add.stream().anyMatch(CapabilitySet::meansAll)) {
            result = ALL;
        }
        if (drop.stream().anyMatch(CapabilitySet::meansAll)) {
            result = NONE;
        }
        for (String name : add) {
            result = result.plus(named(name));
        }
        for (String name : drop) {
            result = result.minus(named(name));
        }
        return result;
    }

    /** Whether a manifest's word means every capability. */
    public static boolean meansAll(String name) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        return upper.equals("ALL") || upper.equals("CAP_ALL");
    }

    /** The capability that a manifest names; none for a name that nobody knows, or that means all. */
    public static CapabilitySet named(String name) {
        return Capability.parse(name).map(CapabilitySet::of).orElse(NONE);
    }

    public boolean has(Capability capability) {
        return (bits & capability.bit()) != 0;
    }

    public boolean containsAll(CapabilitySet other) {
        return (other.bits & ~bits) == 0;
    }

    public CapabilitySet minus(CapabilitySet other) {
        return new CapabilitySet(bits & ~other.bits);
    }

    public CapabilitySet plus(CapabilitySet other) {
        return new CapabilitySet(bits | other.bits);
    }

    public boolean isEmpty() {
        return bits == 0;
    }

    /** The names, without {@code CAP_}, in bit order. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (Capability capability : Capability.values()) {
            if (has(capability)) {
                names.add(capability.name());
            }
        }
        return names;
    }

    @Override
    public String toString() {
        return isEmpty() ? "none" : String.join(",", names());
    }
}
