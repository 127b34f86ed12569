package dev.vedette.rules.facts;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.ProcessInfo;

/**
 * Rights that a process can't have come to by any call.
 *
 * <p>Without a new program and without another user namespace the permitted capabilities only ever shrink: capset(2) may
 * not raise them and set*uid(2) moves those among the sets that are permitted already. The bounding set shrinks even when a
 * program begins. Source: security/commoncap.c, cap_capset, cap_emulate_setxuid, cap_bprm_creds_from_file.
 */
public final class Rights {
    private Rights() {}

    /** Permitted or bounding capabilities that are there after a change and were not before. */
    public static CapabilitySet gained(Credentials before, Credentials after) {
        if (!before.known() || !after.known()) {
            return CapabilitySet.NONE;
        }
        return after.permitted()
                .plus(after.effective())
                .minus(before.permitted().plus(before.effective()))
                .plus(after.bounding().minus(before.bounding()));
    }

    /** Bounding capabilities that a process has with its new program and not with its last one. */
    public static CapabilitySet gainedBounds(ProcessInfo before, ProcessInfo now) {
        if (!before.credentials().known()
                || !now.credentials().known()
                || !before.namespaces().isShared(NamespaceKind.USER, now.namespaces())) {
            return CapabilitySet.NONE;
        }
        return now.credentials().bounding().minus(before.credentials().bounding());
    }

    /** Names, or numbers where there are none. */
    public static String words(CapabilitySet gained) {
        return gained.names().isEmpty()
                ? "capabilities 0x" + Long.toHexString(gained.bits())
                : String.join(", ", gained.names());
    }
}
