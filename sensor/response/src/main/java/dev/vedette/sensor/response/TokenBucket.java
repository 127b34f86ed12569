package dev.vedette.sensor.response;

import dev.vedette.sensor.response.ResponseSettings.Rate;
import java.util.function.LongSupplier;

/** A budget that refills evenly with time. Not thread-safe. */
final class TokenBucket {
    private final Rate rate;
    private final LongSupplier nanoTime;
    private double tokens;
    private long filledAt;

    TokenBucket(Rate rate, LongSupplier nanoTime) {
        this.rate = rate;
        this.nanoTime = nanoTime;
        this.tokens = rate.count();
        this.filledAt = nanoTime.getAsLong();
    }

    /** Whether one is left; it is not taken. */
    boolean hasOne() {
        refill();
        return tokens >= 1;
    }

    void takeOne() {
        tokens -= 1;
    }

    boolean isFull() {
        refill();
        return tokens >= rate.count();
    }

    private void refill() {
        long now = nanoTime.getAsLong();
        double fresh = (double) (now - filledAt) / rate.period().toNanos() * rate.count();
        tokens = Math.min(rate.count(), tokens + fresh);
        filledAt = now;
    }
}
