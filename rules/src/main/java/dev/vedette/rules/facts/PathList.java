package dev.vedette.rules.facts;

import dev.vedette.policy.model.Glob;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A list of paths as rules and policies write it, made ready to be asked: every opened file is held against dozens of such
 * lists, and is on nearly none. What has no pattern, or none in its last component, is looked up; only the rest is tried one
 * by one.
 */
final class PathList {
    private static final ReadyLists<PathList> READY = new ReadyLists<>(PathList::new);
    /** Patterns are told apart by the character that they begin with, where it is one of these. */
    private static final int ASCII = 128;

    private final Set<String> whole = new HashSet<>();
    private final Map<String, List<Glob>> byName = new HashMap<>();
    private final Tried[][] byBeginning = new Tried[ASCII][];
    private Tried[] tried = {};
    private final LatestAnswers having = new LatestAnswers(this::isOn);
    private final LatestAnswers naming = new LatestAnswers(this::isOnOrNamed);

    /** A pattern with the text that it begins with. */
    private record Tried(String beginning, Glob pattern) {}

    private PathList(List<String> entries) {
        entries.forEach(this::add);
    }

    /** The same list, whoever asks. */
    static PathList of(List<String> entries) {
        return READY.of(entries);
    }

    private void add(String entry) {
        String name = nameOf(entry);
        int star = entry.indexOf('*');
        if (star < 0) {
            whole.add(entry);
        } else if (name.indexOf('*') < 0 && !name.isEmpty()) {
            byName.computeIfAbsent(name, unused -> new ArrayList<>()).add(new Glob(entry));
        } else {
            addTried(new Tried(entry.substring(0, star), new Glob(entry)));
        }
    }

    private void addTried(Tried pattern) {
        char first = pattern.beginning().isEmpty() ? ASCII : pattern.beginning().charAt(0);
        if (first < ASCII) {
            byBeginning[first] = with(byBeginning[first] == null ? new Tried[0] : byBeginning[first], pattern);
        } else {
            tried = with(tried, pattern);
        }
    }

    private static Tried[] with(Tried[] patterns, Tried further) {
        Tried[] all = Arrays.copyOf(patterns, patterns.length + 1);
        all[patterns.length] = further;
        return all;
    }

    /** Whether a path is on the list. */
    boolean has(String path) {
        return having.of(path);
    }

    /** Whether a path is on the list, or its last component by itself. */
    boolean hasOrNames(String path) {
        return naming.of(path);
    }

    private boolean isOn(String path) {
        return !path.isEmpty() && (whole.contains(path) || fits(path, nameOf(path)));
    }

    private boolean isOnOrNamed(String path) {
        String name = nameOf(path);
        return whole.contains(path) || whole.contains(name) || fits(path, name);
    }

    private static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private boolean fits(String path, String name) {
        List<Glob> named = byName.get(name);
        if (named != null) {
            for (Glob pattern : named) {
                if (pattern.matches(path)) {
                    return true;
                }
            }
        }
        return (!path.isEmpty() && path.charAt(0) < ASCII && fits(path, byBeginning[path.charAt(0)]))
                || fits(path, tried);
    }

    private static boolean fits(String path, Tried[] patterns) {
        if (patterns == null) {
            return false;
        }
        for (Tried one : patterns) {
            if (path.startsWith(one.beginning()) && one.pattern().matches(path)) {
                return true;
            }
        }
        return false;
    }
}
