package dev.vedette.cli;

import dev.vedette.policy.model.PolicyException;
import dev.vedette.policy.model.PolicyException.Standing;
import dev.vedette.policy.model.PolicySet;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Says of exceptions that they have ended, or soon will. */
final class ExceptionWords {
    private ExceptionWords() {}

    /** One line for each that no longer counts or soon will not, the first to end first. */
    static List<String> ending(PolicySet policies) {
        return policies.exceptions().stream()
                .filter(exception -> exception.standing(today()) != Standing.LASTING)
                .sorted(java.util.Comparator.comparing(PolicyException::expires))
                .map(exception ->
                        "exception for " + exception.rules() + standing(exception) + ": " + exception.describe())
                .toList();
    }

    /** To be put behind an exception; empty for one that goes on. */
    static String standing(PolicyException exception) {
        long days = ChronoUnit.DAYS.between(today(), exception.expires());
        return switch (exception.standing(today())) {
            case LASTING -> "";
            case EXPIRED -> ", HAS EXPIRED: take it out, or give it a new day";
            case EXPIRING ->
                days == 0 ? ", today is its last day" : ", ends in " + days + (days == 1 ? " day" : " days");
        };
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }
}
