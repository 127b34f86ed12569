package dev.vedette.policy.manifest.result;

import dev.vedette.policy.model.Place;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of a waiver in one scan.
 *
 * @param findings how many it covers, whether it still counts or not
 */
public record WaiverUse(Waiver waiver, State state, int findings) {
    /** How a waiver stands. */
    public enum State {
        USED,
        /** It counts, and there is nothing for it. */
        UNUSED,
        /** Its last day is over: what it covers counts again. */
        EXPIRED;

        /** As reports write it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public WaiverUse {
        Objects.requireNonNull(waiver, "waiver is null");
        Objects.requireNonNull(state, "state is null");
    }

    /** What somebody should do about it; empty where nothing. */
    public Optional<String> notice() {
        Place place = waiver.place();
        String which =
                place.file() + ":" + place.line() + ":" + place.column() + ": the waiver of " + waiver.check() + " ";
        return switch (state) {
            case USED -> Optional.empty();
            case UNUSED -> Optional.of(which + "is not used: take it out");
            case EXPIRED ->
                Optional.of(which + "expired after " + waiver.until() + " and does not count"
                        + (findings == 0 ? "; nothing needs it, take it out" : ""));
        };
    }
}
