package dev.vedette.policy.yaml.edit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;

/** One document of a text, value by value as written. */
final class PlacedDocument {
    private final PlacedNode root;
    private final Set<String> shared;
    private final Map<String, PlacedNode> anchored = new HashMap<>();

    private PlacedDocument(PlacedNode root) {
        this.root = root;
        shared = root.all()
                .filter(PlacedNode.Alias.class::isInstance)
                .map(alias -> ((PlacedNode.Alias) alias).name())
                .collect(Collectors.toSet());
        root.all().filter(node -> !node.anchor().isEmpty()).forEach(node -> anchored.put(node.anchor(), node));
    }

    /**
     * Those documents of {@code text} that are not empty.
     *
     * @param text one that {@link dev.vedette.policy.yaml.YamlReader} takes, without a byte order mark: its bounds are relied on here
     */
    static List<PlacedDocument> of(String text) {
        List<PlacedDocument> documents = new ArrayList<>();
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE)
                .setUseMarks(true)
                .build();
        Reader reader = new Reader(text, new Parse(settings).parseString(text).iterator());
        while (reader.events.hasNext()) {
            if (reader.events.next().getEventId() == Event.ID.DocumentStart) {
                PlacedNode root = reader.node(reader.events.next());
                if (!(root instanceof PlacedNode.Scalar scalar && scalar.isNull())) {
                    documents.add(new PlacedDocument(root));
                }
            }
        }
        return documents;
    }

    PlacedNode root() {
        return root;
    }

    /** Whether an alias somewhere stands for it. */
    boolean isShared(PlacedNode node) {
        return node instanceof PlacedNode.Alias || shared.contains(node.anchor());
    }

    /** Whether {@code mapping} has {@code key} by a merge key only. */
    boolean isMerged(PlacedNode.Mapping mapping, String key) {
        return mapping.entry(key).isEmpty()
                && mapping.entries().stream()
                        .filter(PlacedNode.Entry::isMerge)
                        .anyMatch(merge -> gives(merge.value(), key));
    }

    private boolean gives(PlacedNode source, String key) {
        return switch (source) {
            case PlacedNode.Alias alias ->
                Optional.ofNullable(anchored.get(alias.name()))
                        .filter(target -> gives(target, key))
                        .isPresent();
            case PlacedNode.Mapping mapping -> mapping.entry(key).isPresent() || isMerged(mapping, key);
            case PlacedNode.Sequence sequence -> sequence.items().stream().anyMatch(item -> gives(item, key));
            case PlacedNode.Scalar _ -> false;
        };
    }

    /** Makes values of a parser's events. */
    private static final class Reader {
        private final String text;
        private final Iterator<Event> events;
        private int knownCodePoint;
        private int knownOffset;

        Reader(String text, Iterator<Event> events) {
            this.text = text;
            this.events = events;
        }

        PlacedNode node(Event event) {
            return switch (event) {
                case AliasEvent alias -> new PlacedNode.Alias(alias.getAlias().getValue(), start(event), end(event));
                case ScalarEvent scalar ->
                    new PlacedNode.Scalar(scalar.getValue(), form(scalar), start(event), end(event), anchor(scalar));
                case SequenceStartEvent sequence -> sequence(sequence);
                case MappingStartEvent mapping -> mapping(mapping);
                default -> throw new IllegalStateException("a value is missing at " + event.getStartMark());
            };
        }

        private PlacedNode sequence(SequenceStartEvent begin) {
            List<PlacedNode> items = new ArrayList<>();
            Event event = events.next();
            for (; event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
                items.add(node(event));
            }
            int end = begin.isFlow() ? end(event) : items.getLast().end();
            return new PlacedNode.Sequence(items, begin.isFlow(), start(begin), end, anchor(begin));
        }

        private PlacedNode mapping(MappingStartEvent begin) {
            List<PlacedNode.Entry> entries = new ArrayList<>();
            Event event = events.next();
            for (; event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
                PlacedNode key = node(event);
                entries.add(new PlacedNode.Entry(key, node(events.next())));
            }
            int end = begin.isFlow() ? end(event) : entries.getLast().value().end();
            return new PlacedNode.Mapping(entries, begin.isFlow(), start(begin), end, anchor(begin));
        }

        /** A tag that says "text" counts as quotes, as it does to the reader of values. */
        private static PlacedNode.Scalar.Form form(ScalarEvent event) {
            String tag = event.getTag().orElse("");
            if (tag.equals("!") || tag.equals("tag:yaml.org,2002:str")) {
                return PlacedNode.Scalar.Form.SINGLE_QUOTED;
            }
            return switch (event.getScalarStyle()) {
                case SINGLE_QUOTED -> PlacedNode.Scalar.Form.SINGLE_QUOTED;
                case DOUBLE_QUOTED, JSON_SCALAR_STYLE -> PlacedNode.Scalar.Form.DOUBLE_QUOTED;
                case LITERAL, FOLDED -> PlacedNode.Scalar.Form.BLOCK;
                case PLAIN -> PlacedNode.Scalar.Form.PLAIN;
            };
        }

        private static String anchor(NodeEvent event) {
            return event.getAnchor().map(anchor -> anchor.getValue()).orElse("");
        }

        private int start(Event event) {
            return offset(event.getStartMark().orElseThrow().getIndex());
        }

        private int end(Event event) {
            return offset(event.getEndMark().orElseThrow().getIndex());
        }

        /** The parser counts code points; from one place to the next is never far. */
        private int offset(int codePoint) {
            knownOffset = text.offsetByCodePoints(knownOffset, codePoint - knownCodePoint);
            knownCodePoint = codePoint;
            return knownOffset;
        }
    }
}
