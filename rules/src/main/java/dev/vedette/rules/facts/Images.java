package dev.vedette.rules.facts;

import dev.vedette.policy.model.Glob;
import dev.vedette.policy.model.ImageObserved;
import dev.vedette.policy.model.ImageObserved.Signature.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What policies ask of images. */
public final class Images {
    private Images() {}

    /** Whether a pattern fits the image's whole name, without tag and digest. */
    public static boolean isNamed(ImageObserved seen, List<String> patterns) {
        return !seen.name().path().isEmpty()
                && patterns.stream()
                        .anyMatch(
                                pattern -> new Glob(pattern).matches(seen.name().path()));
    }

    /** The digest on the list by which the image, or one with the same content, is known; "" if none. */
    public static String listed(ImageObserved seen, List<String> digests) {
        return seen.digests().stream().filter(digests::contains).findFirst().orElse("");
    }

    /** Whether a signature was asked for and there is none that counts, its time of grace apart. */
    public static boolean lacksSignature(ImageObserved seen, List<String> grace) {
        State state = seen.signature().state();
        if (state == State.NOT_ASKED || state == State.VALID) {
            return false;
        }
        // A signature for another image did not come too early: somebody put it here.
        return state == State.OTHER_IMAGE || !isWithin(seen, grace);
    }

    private static boolean isWithin(ImageObserved seen, List<String> grace) {
        Optional<Duration> span = Spans.shortest(grace);
        return span.isPresent()
                && Spans.between(seen.container().startedEpochNanos(), seen.epochNanos())
                                .compareTo(span.get())
                        < 0;
    }

    /** How old the image is; empty where it does not say, as those that are built to be reproducible don't. */
    public static Optional<Duration> age(ImageObserved seen) {
        long created = seen.content().createdEpochNanos();
        return created <= 0 ? Optional.empty() : Optional.of(Spans.between(created, seen.epochNanos()));
    }

    /** Whether it is older than any of these. */
    public static boolean isOlderThan(ImageObserved seen, List<String> spans) {
        Optional<Duration> limit = Spans.shortest(spans);
        return limit.isPresent()
                && age(seen).filter(age -> age.compareTo(limit.get()) > 0).isPresent();
    }

    /** Whether its tag has meant another image for longer than any of these. */
    public static boolean isOvertaken(ImageObserved seen, List<String> spans) {
        Optional<Duration> limit = Spans.shortest(spans);
        return limit.isPresent()
                && !seen.tag().newer().isEmpty()
                && Spans.between(seen.tag().newerEpochNanos(), seen.epochNanos())
                                .compareTo(limit.get())
                        > 0;
    }
}
