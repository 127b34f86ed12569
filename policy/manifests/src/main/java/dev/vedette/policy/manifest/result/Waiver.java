package dev.vedette.policy.manifest.result;

import dev.vedette.policy.model.Place;
import java.time.LocalDate;
import java.util.Objects;

/**
 * Somebody's word that a finding is known and is no harm for a time.
 *
 * @param check the id of the rule or check
 * @param reach which findings of that check
 * @param reason why it is no harm, in words
 * @param until the last day on which it counts, UTC
 * @param owner who answers for it, "" where not said
 * @param place where it stands
 */
public record Waiver(String check, Reach reach, String reason, LocalDate until, String owner, Place place) {
    /** Which findings a waiver is for. */
    @FunctionalInterface
    public interface Reach {
        boolean includes(ScanFinding finding);
    }

    public Waiver {
        Objects.requireNonNull(check, "check is null");
        Objects.requireNonNull(reach, "reach is null");
        Objects.requireNonNull(reason, "reason is null");
        Objects.requireNonNull(until, "until is null");
        Objects.requireNonNull(owner, "owner is null");
        Objects.requireNonNull(place, "place is null");
    }

    public boolean covers(ScanFinding finding) {
        return check.equals(finding.check().id()) && reach.includes(finding);
    }

    /** Whether it counts on {@code today} (UTC). */
    public boolean isInForce(LocalDate today) {
        return !today.isAfter(until);
    }

    /** For people: the reason, whose it is, and until when. */
    public String describe() {
        return reason + " (" + (owner.isEmpty() ? "" : owner + ", ") + "until " + until + ")";
    }
}
