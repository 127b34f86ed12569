package dev.vedette.probes.deny;

/**
 * How strict a rule is.
 *
 * @param enforce false: what would be refused is only told
 * @param untilBootSeconds CLOCK_BOOTTIME from which on it no longer holds, with or without a sensor; 0: no end
 */
public record DenyVerdict(boolean enforce, long untilBootSeconds) {
    static final int BYTES = 2 * Integer.BYTES;

    public DenyVerdict {
        if (untilBootSeconds < 0 || untilBootSeconds > 0xffff_ffffL) {
            throw new IllegalArgumentException("untilBootSeconds is " + untilBootSeconds + ", must be 0 to 2^32 - 1");
        }
    }

    /** {@code enum deny_mode} of the programs. */
    int mode() {
        return enforce ? 2 : 1;
    }

    /** The stricter one, and of two alike the longer one. */
    DenyVerdict or(DenyVerdict other) {
        if (enforce != other.enforce) {
            return enforce ? this : other;
        }
        if (untilBootSeconds == 0 || other.untilBootSeconds == 0) {
            return untilBootSeconds == 0 ? this : other;
        }
        return untilBootSeconds > other.untilBootSeconds ? this : other;
    }
}
