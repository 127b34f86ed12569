package dev.vedette.policy.model;

import java.util.Locale;
import java.util.Optional;

/** The steps of the response ladder, mildest first. */
public enum ResponseAction {
    ALERT,
    KILL_PROCESS,
    PAUSE,
    RESUME,
    STOP;

    /** The name in documents and commands, for example {@code kill-process}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<ResponseAction> parse(String label) {
        for (ResponseAction action : values()) {
            if (action.label().equals(label)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
