package dev.vedette.console.store;

import dev.vedette.policy.model.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Which findings are wanted. Everything is optional but the limit.
 *
 * @param after only those that arrived after this sequence, 0 for all
 * @param before only those that arrived before this sequence, {@link Long#MAX_VALUE} for all
 * @param sinceEpochNanos only those that happened then or later
 * @param severity at least this bad
 * @param rule a rule's id, "" for all
 * @param container a container's id or the beginning of it, "" for all
 * @param text words that must all occur, in any case; "" for none
 * @param limit 1 to {@link #MAX_LIMIT}
 */
public record FindingQuery(
        long after,
        long before,
        long sinceEpochNanos,
        Severity severity,
        String rule,
        String container,
        String text,
        int limit) {
    public static final int MAX_LIMIT = 500;

    private static final int MAX_WORDS = 8;

    public FindingQuery {
        Objects.requireNonNull(severity, "severity is null");
        limit = Math.clamp(limit, 1, MAX_LIMIT);
    }

    /** The newest, without any condition. */
    public static FindingQuery newest(int limit) {
        return new FindingQuery(0, Long.MAX_VALUE, Long.MIN_VALUE, Severity.INFO, "", "", "", limit);
    }

    /** What arrived after {@code sequence}. */
    public static FindingQuery after(long sequence, int limit) {
        return new FindingQuery(sequence, Long.MAX_VALUE, Long.MIN_VALUE, Severity.INFO, "", "", "", limit);
    }

    /** The condition in SQL; values stand in {@link #values()}, in order. */
    String condition() {
        StringBuilder sql = new StringBuilder("sequence > ? AND sequence < ? AND epoch_nanos >= ? AND severity >= ?");
        if (!rule.isEmpty()) {
            sql.append(" AND rule_id = ?");
        }
        if (!container.isEmpty()) {
            sql.append(" AND substr(container_id, 1, length(?)) = ?");
        }
        sql.append(" AND instr(search, ?) > 0".repeat(words().size()));
        return sql.toString();
    }

    List<Object> values() {
        List<Object> values = new ArrayList<>(List.of(after, before, sinceEpochNanos, rank(severity)));
        if (!rule.isEmpty()) {
            values.add(rule);
        }
        if (!container.isEmpty()) {
            values.add(container);
            values.add(container);
        }
        values.addAll(words());
        return values;
    }

    /** How severities are ordered in the store; these numbers must never change. */
    static int rank(Severity severity) {
        return switch (severity) {
            case INFO -> 0;
            case LOW -> 1;
            case MEDIUM -> 2;
            case HIGH -> 3;
            case CRITICAL -> 4;
        };
    }

    private List<String> words() {
        return words(text);
    }

    /** What is looked for in a text, in lower case. */
    public static List<String> words(String text) {
        return text.isBlank()
                ? List.of()
                : List.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+", MAX_WORDS));
    }
}
