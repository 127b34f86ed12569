package dev.vedette.policy.model;

/**
 * Who a task is to the kernel. Source: include/linux/cred.h.
 *
 * @param seccompMode 0 off, 1 strict, 2 filter; -1 not known (include/uapi/linux/seccomp.h)
 */
public record Credentials(
        long uid,
        long gid,
        long effectiveUid,
        long effectiveGid,
        CapabilitySet effective,
        CapabilitySet permitted,
        CapabilitySet inheritable,
        CapabilitySet bounding,
        CapabilitySet ambient,
        int seccompMode,
        boolean noNewPrivileges) {
    public static final Credentials UNKNOWN = new Credentials(
            -1,
            -1,
            -1,
            -1,
            CapabilitySet.NONE,
            CapabilitySet.NONE,
            CapabilitySet.NONE,
            CapabilitySet.NONE,
            CapabilitySet.NONE,
            -1,
            false);

    public boolean known() {
        return uid >= 0;
    }
}
