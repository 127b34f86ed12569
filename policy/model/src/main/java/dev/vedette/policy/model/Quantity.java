package dev.vedette.policy.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts as people write them in Kubernetes: {@code 10m}, {@code 64Mi}, {@code 0.5}. */
public final class Quantity {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})([smhd])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));
    private static final Duration LONGEST = Duration.ofDays(3650);

    private static final Pattern CPU = Pattern.compile("(\\d{1,6})m|(\\d{1,4}(?:\\.\\d{1,3})?)");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,15})([KMGT]i?|k)?");
    private static final Map<String, Long> SCALES = Map.of(
            "k",
            1_000L,
            "K",
            1_000L,
            "M",
            1_000_000L,
            "G",
            1_000_000_000L,
            "T",
            1_000_000_000_000L,
            "Ki",
            1L << 10,
            "Mi",
            1L << 20,
            "Gi",
            1L << 30,
            "Ti",
            1L << 40);
    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");

    private Quantity() {}

    /**
     * A time.
     *
     * @throws IllegalArgumentException with a sentence for people if it is none, or longer than ten years
     */
    public static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no time; write it like 30s, 10m, 2h or 1d.");
        }
        long count = Long.parseLong(matcher.group(1));
        Duration unit = UNITS.get(matcher.group(2));
        if (count > LONGEST.dividedBy(unit)) {
            throw new IllegalArgumentException("'" + text + "' is longer than ten years.");
        }
        return unit.multipliedBy(count);
    }

    static long cpuMillis(String text) {
        Matcher matcher = CPU.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no share of processors; write it like 100m (a tenth of one) or 0.5.");
        }
        long millis = matcher.group(1) != null
                ? Long.parseLong(matcher.group(1))
                : new BigDecimal(matcher.group(2)).movePointRight(3).longValueExact();
        // The kernel takes no quota below a millisecond in a period of a tenth of a second.
        if (millis < 10) {
            throw new IllegalArgumentException("'" + text + "' is less than 10m, the least that the kernel can give.");
        }
        return millis;
    }

    static long bytes(String text) {
        Matcher matcher = BYTES.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw new IllegalArgumentException("'" + text + "' is no number of bytes; write it like 64Mi or 1048576.");
        }
        long scale = matcher.group(2) == null ? 1 : SCALES.get(matcher.group(2));
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), scale);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is more than there can be.", e);
        }
    }

    static long count(String text) {
        if (!COUNT.matcher(text).matches() || Long.parseLong(text) == 0) {
            throw new IllegalArgumentException("'" + text + "' is no number from 1 on.");
        }
        return Long.parseLong(text);
    }
}
