package dev.vedette.sensor.posture.version;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as projects number them: numbers, and possibly a candidate before the release ({@code 1.0.0-rc93},
 * {@code v1.30.2+k3s1}, {@code 1.1.5+ds1}, {@code 6.1.0-18-amd64}). What follows and is no candidate is a builder's own
 * and does not count. Missing numbers count as zero.
 */
public record UpstreamVersion(List<Long> numbers, long candidate) implements Comparable<UpstreamVersion> {
    /** The value of {@link #candidate} in a release. */
    public static final long RELEASE = Long.MAX_VALUE;

    private static final Pattern FORM =
            Pattern.compile("v?(\\d{1,9}(?:\\.\\d{1,9}){0,3})(?:[-~.+]?(rc|beta|alpha)[-.]?(\\d{1,9})?)?.*");
    private static final long STEP = 1_000_000_000L;

    public UpstreamVersion {
        numbers = List.copyOf(numbers);
    }

    /** Empty where it does not begin with a number. */
    public static Optional<UpstreamVersion> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<Long> numbers = new ArrayList<>();
        for (String number : matcher.group(1).split("\\.", -1)) {
            numbers.add(Long.parseLong(number));
        }
        return Optional.of(new UpstreamVersion(numbers, candidate(matcher.group(2), matcher.group(3))));
    }

    private static long candidate(String stage, String number) {
        if (stage == null) {
            return RELEASE;
        }
        long count = number == null ? 0 : Long.parseLong(number);
        return switch (stage) {
            case "alpha" -> count;
            case "beta" -> STEP + count;
            default -> 2 * STEP + count;
        };
    }

    private long number(int index) {
        return index < numbers.size() ? numbers.get(index) : 0;
    }

    /** Whether both are of one line of releases: the first two numbers are the same. */
    public boolean isOfSameLine(UpstreamVersion other) {
        return number(0) == other.number(0) && number(1) == other.number(1);
    }

    @Override
    public int compareTo(UpstreamVersion other) {
        for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
            int order = Long.compare(number(i), other.number(i));
            if (order != 0) {
                return order;
            }
        }
        return Long.compare(candidate, other.candidate);
    }

    /** As equal as {@link #compareTo} says: missing numbers count as zero. */
    @Override
    public boolean equals(Object other) {
        return other instanceof UpstreamVersion version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number(0) * 31 + number(1)) * 31 + Long.hashCode(candidate);
    }
}
