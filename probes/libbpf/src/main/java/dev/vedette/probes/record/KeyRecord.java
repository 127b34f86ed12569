package dev.vedette.probes.record;

/**
 * A key ring was asked something.
 *
 * @param command KEYCTL_* (include/uapi/linux/keyctl.h), {@link #ADD_KEY} or {@link #REQUEST_KEY}
 * @param ownerUid of the key
 * @param type,description untrusted where the key is only asked for, "" where not known
 */
public record KeyRecord(
        RecordHeader header, int command, int serial, long ownerUid, String type, String description, long result)
        implements KernelRecord {
    public static final int ADD_KEY = 0xffff_ffff;
    public static final int REQUEST_KEY = 0xffff_fffe;
}
