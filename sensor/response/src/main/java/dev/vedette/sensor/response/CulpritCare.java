package dev.vedette.sensor.response;

import dev.vedette.sensor.response.Harms.Sight;
import dev.vedette.sensor.response.Harms.State;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Looks whether answers to culprits are still needed, and whether they have helped.
 *
 * <p>One is needed as long as its victim is harmed, or the culprit runs into its limit: it would do the harm again. An answer that
 * nobody can see run into, a pause above all, is needed until its time is over. It is over when it has not been needed for a
 * while, so that it does not come and go. Thread-safe.
 */
final class CulpritCare {
    /** Three windows of what is measured. */
    static final Duration CALM = Duration.ofSeconds(15);

    /** A window that began before the answer says nothing of it. */
    static final Duration FIRST_WINDOW = Duration.ofSeconds(5);

    /** Until then a victim is to be well again. */
    static final Duration RECOVERY = Duration.ofSeconds(20);

    private final Harms harms;
    private final LongSupplier nanoTime;
    private final Map<String, Watched> watched = new HashMap<>();

    /** What is known of one answer. */
    private static final class Watched {
        private long neededNanos;
        private OptionalLong hits = OptionalLong.empty();
        private String recovery = "";
        private boolean told;
    }

    /** What is to be said or done now. */
    sealed interface Look {
        /** Nothing. */
        record Goes() implements Look {}

        /** It has not helped, in words. */
        record NoHelp(String words) implements Look {}

        /** It is needed no more. */
        record Over() implements Look {}
    }

    CulpritCare(Harms harms, LongSupplier nanoTime) {
        this.harms = harms;
        this.nanoTime = nanoTime;
    }

    /** @param hits how often the culprit has run into it until now */
    synchronized Look look(Standing one, Victim victim, OptionalLong hits) {
        long now = nanoTime.getAsLong();
        Sight sight = harms.of(victim.id());
        Watched own = watched.get(one.id());
        if (own == null) {
            own = new Watched();
            own.neededNanos = now;
            watched.put(one.id(), own);
        }
        if (isNeeded(own, sight, hits)) {
            own.neededNanos = now;
        }
        own.hits = hits;
        long sinceAnswer = sight.endEpochNanos() - one.outcome().epochNanos();
        if (own.recovery.isEmpty() && sight.state() == State.WELL && sinceAnswer >= FIRST_WINDOW.toNanos()) {
            own.recovery = victim.name() + " had recovered "
                    + Duration.ofNanos(sinceAnswer).toSeconds() + " s after the answer (" + sight.words() + ")";
        }
        if (!own.told && sight.state() == State.HARMED && sinceAnswer >= RECOVERY.toNanos()) {
            own.told = true;
            return new Look.NoHelp(victim.name() + " has not recovered: " + sight.words());
        }
        return now - own.neededNanos >= CALM.toNanos() ? new Look.Over() : new Look.Goes();
    }

    private static boolean isNeeded(Watched own, Sight sight, OptionalLong hits) {
        boolean runsIntoIt = hits.isEmpty() || (own.hits.isPresent() && hits.getAsLong() > own.hits.getAsLong());
        return runsIntoIt || sight.state() == State.HARMED;
    }

    private static String words(Watched own, Victim victim) {
        return own.recovery.isEmpty() ? "whether " + victim.name() + " has recovered is not known" : own.recovery;
    }

    /** What is known of the victim of one that is being undone; empty if it was never looked at. */
    synchronized Optional<String> recovery(Standing one) {
        return Victim.kept(one.plan())
                .flatMap(victim -> Optional.ofNullable(watched.get(one.id())).map(own -> words(own, victim)));
    }

    /** Forgets all but these. */
    synchronized void keep(Set<String> ids) {
        watched.keySet().retainAll(ids);
    }
}
