package dev.vedette.policy.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Makes trees of a parser's events. For one text and one thread. */
final class TreeBuilder {
    private static final String CORE_TAGS = "tag:yaml.org,2002:";
    /** Others name types that only some programming languages have, or bytes. */
    private static final Set<String> KNOWN_TAGS = Set.of("str", "int", "float", "bool", "null", "map", "seq", "merge");

    private static final String MERGE = "<<";

    private final Iterator<Event> events;
    private final DisputedCharacters disputed;
    private final Map<String, LocatedNode> anchors = new HashMap<>();
    private int nodes;
    private long pointerCharacters;

    /** @param disputed is told what stands between quotes */
    TreeBuilder(Iterator<Event> events, DisputedCharacters disputed) {
        this.events = events;
        this.disputed = disputed;
    }

    List<LocatedNode> documents() throws YamlException {
        List<LocatedNode> documents = new ArrayList<>();
        while (events.hasNext()) {
            if (events.next().getEventId() == Event.ID.DocumentStart) {
                anchors.clear();
                LocatedNode root = node(events.next(), "", 0);
                if (!root.isNull()) {
                    documents.add(root);
                }
            }
        }
        return documents;
    }

    private LocatedNode node(Event event, String pointer, int depth) throws YamlException {
        count(event, pointer, depth);
        LocatedNode node = switch (event) {
            case AliasEvent alias -> expand(alias, pointer, depth);
            case ScalarEvent scalar -> scalar(scalar, pointer);
            case SequenceStartEvent sequence -> sequence(sequence, pointer, depth);
            case MappingStartEvent mapping -> mapping(mapping, pointer, depth);
            default -> throw at(event, "is not YAML: a value is missing");
        };
        // Only now: an anchor that is used inside itself is not known there, so no cycle can come about.
        if (event instanceof NodeEvent named && !(event instanceof AliasEvent)) {
            named.getAnchor().ifPresent(a -> anchors.put(a.getValue(), node));
        }
        return node;
    }

    private LocatedNode.Scalar scalar(ScalarEvent event, String pointer) throws YamlException {
        String tag = event.getTag().orElse("");
        checkTag(tag, event);
        if (event.isSQuoted() || event.isDQuoted()) {
            disputed.allow(index(event.getStartMark()), index(event.getEndMark()));
        }
        boolean plain = event.isPlain() && !tag.equals("!") && !tag.equals(CORE_TAGS + "str");
        return new LocatedNode.Scalar(event.getValue(), plain, line(event), column(event), pointer);
    }

    private LocatedNode sequence(SequenceStartEvent start, String pointer, int depth) throws YamlException {
        checkTag(start);
        List<LocatedNode> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, pointer + "/" + items.size(), depth + 1));
        }
        return new LocatedNode.Sequence(items, line(start), column(start), pointer);
    }

    private LocatedNode mapping(MappingStartEvent start, String pointer, int depth) throws YamlException {
        checkTag(start);
        Map<String, LocatedNode.Entry> entries = new LinkedHashMap<>();
        List<LocatedNode> merged = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            LocatedNode.Scalar key = key(event, pointer, depth);
            boolean merges = key.value().equals(MERGE) && (key.plain() || isTagged(event, "merge"));
            LocatedNode value = node(events.next(), pointer + "/" + escape(key.value()), depth + 1);
            if (merges) {
                merged.add(value);
            } else if (entries.putIfAbsent(key.value(), new LocatedNode.Entry(key, value)) != null) {
                throw new YamlException("has the key '" + shorten(key.value()) + "' twice", key.line(), key.column());
            }
        }
        for (LocatedNode source : merged) {
            merge(source, entries, pointer);
        }
        return new LocatedNode.Mapping(entries, line(start), column(start), pointer);
    }

    private LocatedNode.Scalar key(Event event, String pointer, int depth) throws YamlException {
        if (node(event, pointer, depth + 1) instanceof LocatedNode.Scalar key) {
            return key;
        }
        throw at(event, "has a key that is not a single value");
    }

    private void merge(LocatedNode source, Map<String, LocatedNode.Entry> entries, String pointer)
            throws YamlException {
        switch (source) {
            case LocatedNode.Mapping mapping -> {
                for (LocatedNode.Entry entry : mapping.entries().values()) {
                    String key = entry.key().value();
                    if (!entries.containsKey(key)) {
                        LocatedNode value = copy(entry.value(), pointer + "/" + escape(key), 0);
                        entries.put(key, new LocatedNode.Entry(entry.key(), value));
                    }
                }
            }
            case LocatedNode.Sequence sequence -> {
                for (LocatedNode item : sequence.items()) {
                    merge(item, entries, pointer);
                }
            }
            case LocatedNode.Scalar scalar ->
                throw new YamlException("merges something that is not a mapping", scalar.line(), scalar.column());
        }
    }

    private LocatedNode expand(AliasEvent alias, String pointer, int depth) throws YamlException {
        LocatedNode target = anchors.get(alias.getAlias().getValue());
        if (target == null) {
            throw at(
                    alias, "uses the alias *" + shorten(alias.getAlias().getValue()) + ", which is not defined before");
        }
        return copy(target, pointer, depth);
    }

    private LocatedNode copy(LocatedNode node, String pointer, int depth) throws YamlException {
        if (++nodes > YamlReader.MAX_NODES || depth > YamlReader.MAX_DEPTH) {
            throw new YamlException(
                    "grows beyond all bounds by its aliases; write out what they stand for",
                    node.line(),
                    node.column());
        }
        countPointer(pointer, node.line(), node.column());
        return switch (node) {
            case LocatedNode.Scalar s -> new LocatedNode.Scalar(s.value(), s.plain(), s.line(), s.column(), pointer);
            case LocatedNode.Sequence s -> {
                List<LocatedNode> items = new ArrayList<>();
                for (LocatedNode item : s.items()) {
                    items.add(copy(item, pointer + "/" + items.size(), depth + 1));
                }
                yield new LocatedNode.Sequence(items, s.line(), s.column(), pointer);
            }
            case LocatedNode.Mapping m -> {
                Map<String, LocatedNode.Entry> entries = new LinkedHashMap<>();
                for (LocatedNode.Entry entry : m.entries().values()) {
                    String key = entry.key().value();
                    LocatedNode value = copy(entry.value(), pointer + "/" + escape(key), depth + 1);
                    entries.put(key, new LocatedNode.Entry(entry.key(), value));
                }
                yield new LocatedNode.Mapping(entries, m.line(), m.column(), pointer);
            }
        };
    }

    private void count(Event event, String pointer, int depth) throws YamlException {
        if (++nodes > YamlReader.MAX_NODES) {
            throw at(event, "has more than " + YamlReader.MAX_NODES + " values; split it");
        }
        if (depth > YamlReader.MAX_DEPTH) {
            throw at(event, "is nested deeper than " + YamlReader.MAX_DEPTH + " levels");
        }
        countPointer(pointer, line(event), column(event));
    }

    /** Each value has the keys above it in its pointer: long ones above many values are a bomb as aliases are. */
    private void countPointer(String pointer, int line, int column) throws YamlException {
        pointerCharacters += pointer.length();
        if (pointerCharacters > YamlReader.MAX_POINTER_CHARACTERS) {
            throw new YamlException("has too many values below keys that are so long; shorten them", line, column);
        }
    }

    private static void checkTag(CollectionStartEvent start) throws YamlException {
        checkTag(start.getTag().orElse(""), start);
    }

    private static void checkTag(String tag, Event event) throws YamlException {
        boolean known = tag.isEmpty()
                || tag.equals("!")
                || (tag.startsWith(CORE_TAGS) && KNOWN_TAGS.contains(tag.substring(CORE_TAGS.length())));
        if (!known) {
            throw at(event, "uses the tag " + shorten(tag) + ", which has no meaning here; leave it out");
        }
    }

    private static boolean isTagged(Event event, String name) {
        return event instanceof ScalarEvent scalar && scalar.getTag().equals(Optional.of(CORE_TAGS + name));
    }

    private static YamlException at(Event event, String message) {
        return new YamlException(message, line(event), column(event));
    }

    private static int line(Event event) {
        return event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }

    private static int column(Event event) {
        return event.getStartMark().map(Mark::getColumn).orElse(-1) + 1;
    }

    private static int index(Optional<Mark> mark) {
        return mark.map(Mark::getIndex).orElse(0);
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private static String shorten(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
