package dev.vedette.rules.facts;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Detection;
import dev.vedette.policy.model.IdentityObserved;
import dev.vedette.policy.model.Severity;
import java.util.Locale;

/** What is said of a container whose identity is pending, came late or changed. */
public final class IdentityWords {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private IdentityWords() {}

    public static Severity severity(IdentityObserved seen) {
        return switch (seen.state()) {
            case PENDING, CHANGED -> Severity.MEDIUM;
            case COMPLETED -> Severity.INFO;
        };
    }

    public static String sentence(IdentityObserved seen) {
        long waitedMillis = seen.waitedNanos() / NANOS_PER_MILLI;
        return switch (seen.state()) {
            case PENDING ->
                "No runtime has said within " + waitedMillis
                        + " ms who this container is, so its events carry only its id.";
            case COMPLETED ->
                "The runtime named this container after " + waitedMillis + " ms; " + seen.events()
                        + " of its events had gone out by then, and " + seen.updated() + " of them are judged again.";
            case CHANGED -> "The runtime now says of this container that it is another one than before.";
        };
    }

    /** Completes a detection: pending and completed are told once a container, each change of its own. */
    public static Detection tell(Detection detection, IdentityObserved seen) {
        String state = seen.state().name().toLowerCase(Locale.ROOT);
        Detection with = detection.with("state", state);
        return switch (seen.state()) {
            case PENDING ->
                with.with("waited ms", seen.waitedNanos() / NANOS_PER_MILLI).withKey(state);
            case COMPLETED ->
                with.with("waited ms", seen.waitedNanos() / NANOS_PER_MILLI)
                        .with("events before", seen.events())
                        .with("judged again", seen.updated())
                        .withKey(state);
            case CHANGED ->
                with.with("before", described(seen.before()))
                        .with("now", described(seen.container()))
                        .withKey(state + " " + described(seen.before()) + " " + described(seen.container()));
        };
    }

    private static String described(Container container) {
        return container.displayName() + " of " + container.image()
                + (container.imageDigest().isEmpty() ? "" : "@" + container.imageDigest()) + ", made "
                + container.startedEpochNanos();
    }
}
