package dev.vedette.policy.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** To whom an answer is given. */
public enum ResponseTarget {
    /** To whom the finding is about. */
    CONTAINER,
    /** To who does the harm that it tells of, see {@link Harm}. */
    CULPRIT;

    /** As documents write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All, as documents write them. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(ResponseTarget::label).toList();
    }

    /** @throws IllegalArgumentException if there is none of this label; the message names those that there are */
    static ResponseTarget of(String label) {
        return Arrays.stream(values())
                .filter(target -> target.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + label + "' is nobody to answer; use " + String.join(" or ", labels()) + "."));
    }
}
