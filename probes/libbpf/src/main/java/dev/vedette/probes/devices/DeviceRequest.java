package dev.vedette.probes.devices;

/**
 * One use of a device, as the kernel asks of it: struct bpf_cgroup_dev_ctx, linux/bpf.h.
 *
 * @param block whether it is a block device (BPF_DEVCG_DEV_BLOCK, 1) or one of characters (BPF_DEVCG_DEV_CHAR, 2)
 * @param access {@link #MAKE}, {@link #READ} or {@link #WRITE}, or several
 */
record DeviceRequest(boolean block, int access, int major, int minor) {
    /** BPF_DEVCG_ACC_MKNOD, _READ and _WRITE. */
    static final int MAKE = 1;

    static final int READ = 2;
    static final int WRITE = 4;

    /** access_type, major, minor: 32 bits each. */
    static final int BYTES = 12;

    int accessAndType() {
        return access << 16 | (block ? 1 : 2);
    }
}
