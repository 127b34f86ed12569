package dev.vedette.policy.model;

/**
 * What policy makes of a detection.
 *
 * @param action what is to be done beyond saying so
 * @param enforced false in audit mode: {@code action} is what would have been done
 * @param policy the name of the document that decided, "" for the built-in default
 * @param why the reason in words
 * @param withheldBy the exception that keeps the finding back, "" if none
 * @param options how the action is to be carried out
 */
public record Verdict(
        ResponseAction action,
        boolean enforced,
        String policy,
        String why,
        String withheldBy,
        ResponseOptions options) {
    public static final Verdict DEFAULT = new Verdict(ResponseAction.ALERT, false, "", "no policy applies", "");

    /** One whose action has no options. */
    public Verdict(ResponseAction action, boolean enforced, String policy, String why, String withheldBy) {
        this(action, enforced, policy, why, withheldBy, ResponseOptions.NONE);
    }

    public boolean withheld() {
        return !withheldBy.isEmpty();
    }
}
