package dev.vedette.sensor.agent;

import dev.vedette.probes.libc.Libc;
import java.util.function.LongSupplier;

/**
 * The boot clock without a call into the kernel's library each time: {@link System#nanoTime()}, moved. Time for which the
 * machine sleeps while the sensor runs is left out. Thread-safe.
 *
 * @param offsetNanos the boot clock when {@code System.nanoTime()} was 0
 */
record BootTime(long offsetNanos) implements LongSupplier {
    static BootTime measured(Libc libc) {
        return new BootTime(libc.bootNanos() - System.nanoTime());
    }

    @Override
    public long getAsLong() {
        return System.nanoTime() + offsetNanos;
    }
}
