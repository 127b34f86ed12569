package dev.vedette.policy.model;

import java.util.List;

/**
 * What policy makes of a detection.
 *
 * @param action what is to be done beyond saying so
 * @param enforced false in audit mode: {@code action} is what would have been done
 * @param policy the name of the document that decided, "" for the built-in default
 * @param why the reason in words
 * @param withheldBy the exception that keeps the finding back, "" if none
 * @param options how the action is to be carried out
 * @param considered what of the policies was looked at and held, or nearly did; the deciding one first
 */
public record Verdict(
        ResponseAction action,
        boolean enforced,
        String policy,
        String why,
        String withheldBy,
        ResponseOptions options,
        List<Considered> considered) {
    public static final Verdict DEFAULT = new Verdict(ResponseAction.ALERT, false, "", "no policy applies", "");

    public Verdict {
        considered = List.copyOf(considered);
    }

    /** One of which it is not known what was looked at. */
    public Verdict(
            ResponseAction action,
            boolean enforced,
            String policy,
            String why,
            String withheldBy,
            ResponseOptions options) {
        this(action, enforced, policy, why, withheldBy, options, List.of());
    }

    /** One whose action has no options. */
    public Verdict(ResponseAction action, boolean enforced, String policy, String why, String withheldBy) {
        this(action, enforced, policy, why, withheldBy, ResponseOptions.NONE);
    }

    /** The same, with what was looked at. */
    public Verdict with(List<Considered> looked) {
        return new Verdict(action, enforced, policy, why, withheldBy, options, looked);
    }

    public boolean withheld() {
        return !withheldBy.isEmpty();
    }
}
