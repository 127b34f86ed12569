package dev.vedette.sensor.posture.health;

import dev.vedette.sensor.posture.kernel.CLibrary;
import java.util.List;
import java.util.Locale;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * Whether somebody keeps the clock right, as the kernel was told: adjtimex(2) with no mode set only reads.
 *
 * <p>{@code struct timex} of 64-bit Linux: {@code maxerror} at 24, {@code status} at 40 (include/uapi/linux/timex.h). The
 * status has STA_UNSYNC (0x40) until a time service has set the clock, and again when it has not for long.
 */
public final class ClockHealth implements HealthProbe {
    private static final int TIMEX_BYTES = 256;
    private static final int MAX_ERROR = 24;
    private static final int STATUS = 40;
    private static final int UNSYNCHRONISED = 0x40;
    private static final double MICROS_PER_SECOND = 1e6;

    private final CLibrary libc;

    public ClockHealth(CLibrary libc) {
        this.libc = libc;
    }

    @Override
    public List<HealthItem> look() {
        Pointer timex = Memory.allocateDirect(Runtime.getRuntime(libc), TIMEX_BYTES);
        timex.setMemory(0, TIMEX_BYTES, (byte) 0);
        if (libc.adjtimex(timex) < 0) {
            return List.of(HealthItem.unknown("clock", "the kernel does not tell"));
        }
        if ((timex.getInt(STATUS) & UNSYNCHRONISED) != 0) {
            return List.of(new HealthItem(
                    "clock",
                    HealthItem.State.WATCH,
                    "not synchronised",
                    "run a time service: certificates, tokens and the order of events depend on the clock"));
        }
        return List.of(HealthItem.well(
                "clock",
                String.format(
                        Locale.ROOT,
                        "synchronised, off by %.2f s at most",
                        timex.getLong(MAX_ERROR) / MICROS_PER_SECOND)));
    }
}
