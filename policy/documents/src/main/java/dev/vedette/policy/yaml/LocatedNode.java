package dev.vedette.policy.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A value of a YAML or JSON document, with its place. Immutable, never null inside.
 *
 * <p>What an alias stands for is copied to where it is used: the pointer is that of the use, line and column are those
 * of the text.
 */
public sealed interface LocatedNode {
    /** 1-based. */
    int line();

    /** 1-based. */
    int column();

    /** JSON pointer (RFC 6901) from the document's root, "" for the root itself. */
    String pointer();

    /** The word for people: {@code a text}, {@code a list} and so on. */
    String kind();

    /** Whether nothing is given: an empty value, {@code ~} or {@code null}. */
    default boolean isNull() {
        return false;
    }

    /** The text of a scalar that is not null; empty for everything else. */
    default Optional<String> text() {
        return Optional.empty();
    }

    /** The value below {@code key}; empty where there is none, it is null, or this is no mapping. */
    default Optional<LocatedNode> get(String key) {
        return Optional.empty();
    }

    /** The value some keys further down, see {@link #get(String)}. */
    default Optional<LocatedNode> at(String... keys) {
        Optional<LocatedNode> found = Optional.of(this);
        for (String key : keys) {
            found = found.flatMap(n -> n.get(key));
        }
        return found;
    }

    /** The items of a list; none for everything else. */
    default List<LocatedNode> elements() {
        return List.of();
    }

    /**
     * A single value, still as text: what it means depends on who asks.
     *
     * @param plain whether it stands without quotes, so that {@code true} or {@code 5} are not texts
     */
    record Scalar(String value, boolean plain, int line, int column, String pointer) implements LocatedNode {
        public Scalar {
            Objects.requireNonNull(value, "value is null");
        }

        @Override
        public String kind() {
            return isNull() ? "nothing" : "a single value";
        }

        @Override
        public boolean isNull() {
            return plain
                    && switch (value) {
                        case "", "~", "null", "Null", "NULL" -> true;
                        default -> false;
                    };
        }

        @Override
        public Optional<String> text() {
            return isNull() ? Optional.empty() : Optional.of(value);
        }

        /** The truth value as Kubernetes reads it, YAML 1.1 words ({@code yes}, {@code on}) included. */
        public Optional<Boolean> truth() {
            if (!plain) {
                return Optional.empty();
            }
            return switch (value) {
                case "true", "True", "TRUE", "y", "Y", "yes", "Yes", "YES", "on", "On", "ON" -> Optional.of(true);
                case "false", "False", "FALSE", "n", "N", "no", "No", "NO", "off", "Off", "OFF" -> Optional.of(false);
                default -> Optional.empty();
            };
        }

        /** The whole number, decimal, or with {@code 0x}, {@code 0o} or {@code 0b} in front; empty if it is none. */
        public Optional<Long> number() {
            if (!plain) {
                return Optional.empty();
            }
            try {
                return Optional.of(parse(value));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        private static long parse(String value) {
            String digits = value.startsWith("+") ? value.substring(1) : value;
            if (digits.startsWith("0o")) {
                return Long.parseLong(digits.substring(2), 8);
            }
            if (digits.startsWith("0b")) {
                return Long.parseLong(digits.substring(2), 2);
            }
            return digits.startsWith("0x") ? Long.parseLong(digits.substring(2), 16) : Long.parseLong(digits);
        }
    }

    /** A list. */
    record Sequence(List<LocatedNode> items, int line, int column, String pointer) implements LocatedNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public List<LocatedNode> elements() {
            return items;
        }
    }

    /** Keys and their values, in the order of the document; merge keys ({@code <<}) are already merged. */
    record Mapping(Map<String, Entry> entries, int line, int column, String pointer) implements LocatedNode {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String kind() {
            return "a mapping";
        }

        @Override
        public Optional<LocatedNode> get(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value).filter(v -> !v.isNull());
        }
    }

    /** A key and its value. */
    record Entry(Scalar key, LocatedNode value) {}
}
