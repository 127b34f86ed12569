package dev.vedette.policy.model;

import java.util.ArrayList;
import java.util.List;

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
