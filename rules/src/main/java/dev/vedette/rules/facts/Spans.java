package dev.vedette.rules.facts;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as policies write them: {@code 90d}, {@code 12h}, {@code 30m}. */
public final class Spans {
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})([dhm])");

    private Spans() {}

    /**
     * The shortest of a list; empty if the list is.
     *
     * @throws IllegalArgumentException if one is no length of time
     */
    public static Optional<Duration> shortest(List<String> spans) {
        return spans.stream().map(Spans::parse).min(Duration::compareTo);
    }

    /** How long ago something was; negative for what is yet to come. */
    public static Duration between(long earlierEpochNanos, long laterEpochNanos) {
        return Duration.ofNanos(laterEpochNanos - earlierEpochNanos);
    }

    private static Duration parse(String span) {
        Matcher parts = SPAN.matcher(span.strip().toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "'" + span + "' is no length of time: write days, hours or minutes, as 90d, 12h or 30m");
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "d" -> Duration.ofDays(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofMinutes(number);
        };
    }
}
