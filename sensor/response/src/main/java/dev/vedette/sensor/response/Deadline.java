package dev.vedette.sensor.response;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When a response is over: by the boot clock, so that it is neither early nor late when the time of day is set; by the time
 * of day where the machine was started anew since.
 *
 * @param epochNanos by the time of day as it was when it was ordered; 0 for never
 * @param from the boot clock at the end; {@link BootMoment#isKnown} is false where only the time of day is known
 */
record Deadline(long epochNanos, BootMoment from) {
    static final Deadline NEVER = new Deadline(0, new BootMoment("", 0));

    private static final String UNTIL = "until";
    private static final String BOOT = "until.boot";
    private static final String BOOT_NANOS = "until.bootNanos";

    /** @param epochNanos the end by the time of day as it is now; 0 for never */
    static Deadline after(Duration lasts, long epochNanos, BootMoment now) {
        return epochNanos == 0
                ? NEVER
                : new Deadline(epochNanos, new BootMoment(now.boot(), now.nanos() + lasts.toNanos()));
    }

    static Deadline byTimeOfDay(long epochNanos) {
        return new Deadline(epochNanos, NEVER.from());
    }

    boolean isOver(BootMoment now, long epochNow) {
        if (epochNanos == 0) {
            return false;
        }
        return isOf(now) ? now.nanos() >= from.nanos() : epochNow >= epochNanos;
    }

    /** The end by the time of day as it is now, {@link Instant#MAX} for never. */
    Instant timeOfDay(BootMoment now, Instant today) {
        if (epochNanos == 0) {
            return Instant.MAX;
        }
        return isOf(now) ? today.plusNanos(from.nanos() - now.nanos()) : Instant.ofEpochSecond(0, epochNanos);
    }

    private boolean isOf(BootMoment now) {
        return now.isKnown() && now.boot().equals(from.boot());
    }

    /** As it is kept on disk; empty for never. */
    Map<String, String> written() {
        Map<String, String> written = new LinkedHashMap<>();
        if (epochNanos != 0) {
            written.put(UNTIL, Instant.ofEpochSecond(0, epochNanos).toString());
            written.put(BOOT, from.boot());
            written.put(BOOT_NANOS, Long.toString(from.nanos()));
        }
        return written;
    }

    /**
     * Of what {@link #written} has given, among other things; of an earlier version only the time of day.
     *
     * @throws IllegalArgumentException if it means nothing
     */
    static Deadline read(Map<String, String> kept) {
        if (!kept.containsKey(UNTIL)) {
            return NEVER;
        }
        try {
            Instant until = Instant.parse(kept.get(UNTIL));
            return new Deadline(
                    until.getEpochSecond() * 1_000_000_000L + until.getNano(),
                    new BootMoment(kept.getOrDefault(BOOT, ""), Long.parseLong(kept.getOrDefault(BOOT_NANOS, "0"))));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(kept.get(UNTIL) + " is no time", e);
        }
    }
}
