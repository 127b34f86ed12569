package dev.vedette.sensor.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one or several configuration files say together, each value with the file it comes from.
 *
 * <p>Not thread-safe while files are being merged in, immutable in effect afterwards.
 */
public final class ConfigTree {
    private final ObjectNode root;
    private final Map<List<String>, Origin> origins = new HashMap<>();

    private record Origin(String file, int line) {}

    /** Nothing said yet. */
    public ConfigTree() {
        root = JsonNodeFactory.instance.objectNode();
    }

    ConfigTree(ObjectNode root, String file, String text) {
        this.root = root;
        remember(root, new ArrayList<>(), file, new AssignmentLines(text));
    }

    private void remember(JsonNode node, List<String> path, String file, AssignmentLines lines) {
        if (node instanceof ObjectNode table) {
            table.properties().forEach(entry -> {
                path.add(entry.getKey());
                remember(entry.getValue(), path, file, lines);
                path.removeLast();
            });
        } else {
            origins.put(List.copyOf(path), new Origin(file, lines.of(path.getLast())));
        }
    }

    /** The tree as it is, for readers that need more than single values; not to be changed. */
    public ObjectNode root() {
        return root;
    }

    /** What stands there; empty where nothing does. */
    public Optional<Setting> at(String... keys) {
        return at(List.of(keys));
    }

    /** What stands there; empty where nothing does. */
    public Optional<Setting> at(List<String> keys) {
        JsonNode node = root;
        for (String key : keys) {
            node = node.path(key);
        }
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        Origin origin = origins.getOrDefault(keys, new Origin(fileBelow(keys), 0));
        return Optional.of(new Setting(node, String.join(".", keys), origin.file(), origin.line()));
    }

    /** For a table: the file of one of the values in it. */
    private String fileBelow(List<String> keys) {
        return origins.entrySet().stream()
                .filter(e -> e.getKey().size() > keys.size()
                        && e.getKey().subList(0, keys.size()).equals(keys))
                .map(e -> e.getValue().file())
                .sorted()
                .findFirst()
                .orElse("");
    }

    /** The names in a table, in the order of the file; none where there is no table. */
    public List<String> names(List<String> keys) {
        JsonNode node = root;
        for (String key : keys) {
            node = node.path(key);
        }
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** Lays another file's values over these: tables key by key, lists one after the other where asked, the rest anew. */
    void overlay(ConfigTree over, boolean appendLists) {
        merge(root, over.root, appendLists);
        origins.putAll(over.origins);
    }

    /** Takes one table from another file as a whole: what was in it before is gone. */
    void replace(ConfigTree over, List<String> keys) {
        JsonNode table = over.at(keys).map(Setting::value).orElse(null);
        if (table == null) {
            return;
        }
        ObjectNode parent = root;
        for (String key : keys.subList(0, keys.size() - 1)) {
            parent = parent.get(key) instanceof ObjectNode child ? child : parent.putObject(key);
        }
        parent.set(keys.getLast(), table.deepCopy());
        origins.keySet().removeIf(key -> isBelow(key, keys));
        over.origins.forEach((key, origin) -> {
            if (isBelow(key, keys)) {
                origins.put(key, origin);
            }
        });
    }

    private static boolean isBelow(List<String> key, List<String> ancestor) {
        return key.size() >= ancestor.size() && key.subList(0, ancestor.size()).equals(ancestor);
    }

    private static void merge(ObjectNode to, ObjectNode from, boolean appendLists) {
        from.properties().forEach(entry -> {
            JsonNode before = to.get(entry.getKey());
            JsonNode after = entry.getValue();
            if (before instanceof ObjectNode table && after instanceof ObjectNode over) {
                merge(table, over, appendLists);
            } else if (appendLists && before instanceof ArrayNode list && after instanceof ArrayNode more) {
                list.addAll(more);
            } else {
                to.set(entry.getKey(), after.deepCopy());
            }
        });
    }
}
