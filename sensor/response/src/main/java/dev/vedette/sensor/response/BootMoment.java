package dev.vedette.sensor.response;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A moment by the clock that counts from the machine's start and that nobody sets (CLOCK_BOOTTIME, time asleep included).
 *
 * @param boot the kernel's id of this boot, without which the time means nothing; "" where it cannot be read
 */
record BootMoment(String boot, long nanos) {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    /** In seconds with two digits: fs/proc/uptime.c. */
    private static final Path UPTIME = Path.of("/proc/uptime");

    private static final double NANOS_PER_SECOND = 1e9;

    /** The same for as long as this runs. */
    private static final class This {
        private static final String BOOT = read();

        private static String read() {
            try {
                return Files.readString(BootMoment.BOOT).strip();
            } catch (IOException e) {
                return "";
            }
        }
    }

    static BootMoment now() {
        try {
            double seconds = Double.parseDouble(Files.readString(UPTIME).split(" ", 2)[0]);
            return new BootMoment(This.BOOT, (long) (seconds * NANOS_PER_SECOND));
        } catch (IOException | NumberFormatException e) {
            return new BootMoment("", 0);
        }
    }

    boolean isKnown() {
        return !boot.isEmpty();
    }
}
