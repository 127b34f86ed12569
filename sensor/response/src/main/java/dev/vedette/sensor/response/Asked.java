package dev.vedette.sensor.response;

import java.util.Objects;

/**
 * What a person says of a response beside what is to be done.
 *
 * @param findingId that it answers, "" if none
 * @param why the reason in the person's words, "" if none is given
 */
public record Asked(String findingId, String why) {
    /** Nothing is said of it. */
    public static final Asked NOTHING = new Asked("", "");

    public Asked {
        Objects.requireNonNull(findingId, "findingId is null");
        Objects.requireNonNull(why, "why is null");
    }
}
