package dev.vedette.policy.document;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Days as documents write them: {@code YYYY-MM-DD}. */
public final class CalendarDate {
    private static final Pattern FORM = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private CalendarDate() {}

    /** Empty for what is in another form, and for what is no day of the calendar. */
    public static Optional<LocalDate> parse(String text) {
        try {
            return FORM.matcher(text).matches() ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
