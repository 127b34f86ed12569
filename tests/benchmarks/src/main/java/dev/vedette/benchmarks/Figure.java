package dev.vedette.benchmarks;

import java.util.Locale;

/**
 * One line of the result.
 *
 * @param subject what was measured, with its unit
 * @param value what came out, as it is shown
 * @param goal as it is shown; "" where there is none
 * @param met whether the goal is met; true where there is none
 */
public record Figure(String subject, String value, String goal, boolean met) {
    /** A figure that stands for itself. */
    public static Figure plain(String subject, String format, Object... values) {
        return new Figure(subject, String.format(Locale.ROOT, format, values), "", true);
    }

    /** A figure that must not be greater than its goal. */
    public static Figure atMost(double goal, double value, String subject, String format, Object... values) {
        String shown = "≤ " + (goal == Math.rint(goal) ? Long.toString((long) goal) : Double.toString(goal));
        return new Figure(subject, String.format(Locale.ROOT, format, values), shown, value <= goal);
    }

    /** A figure that must not be less than its goal. */
    public static Figure atLeast(double goal, double value, String subject, String format, Object... values) {
        String shown = "≥ " + (goal == Math.rint(goal) ? Long.toString((long) goal) : Double.toString(goal));
        return new Figure(subject, String.format(Locale.ROOT, format, values), shown, value >= goal);
    }

    String verdict() {
        return goal.isEmpty() ? "" : met ? "met" : "MISSED";
    }
}
