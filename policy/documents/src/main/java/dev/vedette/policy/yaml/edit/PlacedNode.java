package dev.vedette.policy.yaml.edit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A value as it stands in a text, aliases and merge keys not replaced. Offsets count characters of the text; what has an
 * anchor or a tag begins with it.
 */
sealed interface PlacedNode {
    int start();

    /** After the last character that belongs to it; of block collections, to their last value. */
    int end();

    /** "" if it has none. */
    String anchor();

    /** It and all values below it. */
    default Stream<PlacedNode> all() {
        return Stream.of(this);
    }

    /**
     * @param form how it is written
     */
    record Scalar(String value, Form form, int start, int end, String anchor) implements PlacedNode {
        enum Form {
            PLAIN,
            SINGLE_QUOTED,
            DOUBLE_QUOTED,
            /** {@code |} and {@code >}; it ends where the next line begins. */
            BLOCK
        }

        boolean isNull() {
            return form == Form.PLAIN
                    && switch (value) {
                        case "", "~", "null", "Null", "NULL" -> true;
                        default -> false;
                    };
        }
    }

    /** Stands for what has the anchor {@code name}. */
    record Alias(String name, int start, int end) implements PlacedNode {
        @Override
        public String anchor() {
            return "";
        }
    }

    /** Written in braces, or a key a line. */
    record Mapping(List<Entry> entries, boolean flow, int start, int end, String anchor) implements PlacedNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        Optional<Entry> entry(String key) {
            return entries.stream().filter(entry -> entry.isNamed(key)).findFirst();
        }

        @Override
        public Stream<PlacedNode> all() {
            return Stream.concat(
                    Stream.of(this),
                    entries.stream()
                            .flatMap(entry -> Stream.concat(
                                    entry.key().all(), entry.value().all())));
        }
    }

    /** Written in brackets, or an item a line. */
    record Sequence(List<PlacedNode> items, boolean flow, int start, int end, String anchor) implements PlacedNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public Stream<PlacedNode> all() {
            return Stream.concat(Stream.of(this), items.stream().flatMap(PlacedNode::all));
        }
    }

    /** A key and its value. */
    record Entry(PlacedNode key, PlacedNode value) {
        boolean isNamed(String name) {
            return key instanceof Scalar scalar && scalar.value().equals(name);
        }

        boolean isMerge() {
            return key instanceof Scalar scalar
                    && scalar.form() == Scalar.Form.PLAIN
                    && scalar.value().equals("<<");
        }
    }
}
