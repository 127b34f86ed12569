package dev.vedette.policy.model;

/**
 * Something was asked of the kernel's key rings.
 *
 * @param command KEYCTL_* (include/uapi/linux/keyctl.h); -1 add_key, -2 request_key
 * @param ownerUid of the key, -1 where not known
 * @param type,description "" where not known; untrusted where the key is only asked for
 */
public record KeyUsed(
        EventContext context,
        Operation operation,
        int command,
        int serial,
        long ownerUid,
        String type,
        String description,
        boolean succeeded)
        implements Event {
    /** What was asked, as far as rules tell it apart. */
    public enum Operation {
        ADD,
        REQUEST,
        JOIN_SESSION,
        UPDATE,
        REVOKE,
        CHANGE_RIGHTS,
        DESCRIBE,
        LINK,
        SEARCH,
        READ,
        OTHER
    }
}
