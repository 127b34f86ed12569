package dev.vedette.rules.facts;

import dev.vedette.policy.model.Glob;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A list of paths as rules and policies write it, made ready to be asked: every opened file is held against dozens of such
 * lists, and is on nearly none. What has no pattern, or none in its last component, is looked up; only the rest is tried one
 * by one.
 */
final class PathList {
    /** Lists that are kept ready, for each thread that judges; policies that are loaded anew bring new ones. */
    private static final int KEPT = 1_024;

    private static final ThreadLocal<Map<List<String>, PathList>> READY = ThreadLocal.withInitial(IdentityHashMap::new);

    private final Set<String> whole = new HashSet<>();
    private final Map<String, List<Glob>> byName = new HashMap<>();
    private final List<Tried> tried = new ArrayList<>();

    /** A pattern with the text that it begins with. */
    private record Tried(String beginning, Glob pattern) {}

    private PathList(List<String> entries) {
        entries.forEach(this::add);
    }

    /** The same list, whoever asks: known by its identity, since a list of parameters stays the same object. */
    static PathList of(List<String> entries) {
        Map<List<String>, PathList> ready = READY.get();
        PathList known = ready.get(entries);
        if (known == null) {
            if (ready.size() >= KEPT) {
                ready.clear();
            }
            known = new PathList(entries);
            ready.put(entries, known);
        }
        return known;
    }

    private void add(String entry) {
        String name = entry.substring(entry.lastIndexOf('/') + 1);
        int star = entry.indexOf('*');
        if (star < 0) {
            whole.add(entry);
        } else if (name.indexOf('*') < 0 && !name.isEmpty()) {
            byName.computeIfAbsent(name, unused -> new ArrayList<>()).add(new Glob(entry));
        } else {
            tried.add(new Tried(entry.substring(0, star), new Glob(entry)));
        }
    }

    /** Whether a path is on the list. */
    boolean has(String path) {
        return !path.isEmpty() && (whole.contains(path) || fits(path, path.substring(path.lastIndexOf('/') + 1)));
    }

    /** Whether a path is on the list, or its last component by itself. */
    boolean hasOrNames(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return whole.contains(path) || whole.contains(name) || fits(path, name);
    }

    private boolean fits(String path, String name) {
        for (Glob pattern : byName.getOrDefault(name, List.of())) {
            if (pattern.matches(path)) {
                return true;
            }
        }
        for (Tried one : tried) {
            if (path.startsWith(one.beginning()) && one.pattern().matches(path)) {
                return true;
            }
        }
        return false;
    }
}
