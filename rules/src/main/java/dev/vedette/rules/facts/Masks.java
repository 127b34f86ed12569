package dev.vedette.rules.facts;

import dev.vedette.policy.model.IsolationDetail;
import dev.vedette.policy.model.IsolationObserved;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where the masks that a specification asks for are not what they should be. */
public final class Masks {
    private Masks() {}

    /**
     * What is wrong, each part in words; empty where all is in place, or nothing can be told.
     *
     * <p>A mount that shows another part of the kernel's files than belongs at its place is wrong whatever the
     * specification says: no runtime is asked for that.
     */
    public static List<String> misplaced(IsolationObserved observed) {
        IsolationDetail seen = observed.isolation().detail();
        if (observed.source() != IsolationObserved.Source.KERNEL || !seen.known()) {
            return List.of();
        }
        List<String> wrong = new ArrayList<>();
        new TreeMap<>(seen.misleadingMounts()).forEach((path, what) -> wrong.add(path + " shows " + what));
        if (observed.runtimeSpec() != null && observed.runtimeSpec().detail().known()) {
            IsolationDetail spec = observed.runtimeSpec().detail();
            missing(spec.hiddenPaths(), seen.hiddenPaths()).forEach(path -> wrong.add(path + " can be looked into"));
            missing(spec.readOnlyPaths(), seen.readOnlyPaths()).stream()
                    .filter(path -> !isCovered(path, seen.hiddenPaths()))
                    .forEach(path -> wrong.add(path + " can be written"));
        }
        return wrong;
    }

    private static Collection<String> missing(Collection<String> asked, Collection<String> there) {
        Collection<String> missing = new TreeSet<>(asked);
        missing.removeIf(path -> isCovered(path, there));
        return missing;
    }

    /** By a mount of its own, or one above it. */
    private static boolean isCovered(String path, Collection<String> covers) {
        return covers.stream().anyMatch(cover -> path.equals(cover) || path.startsWith(cover + "/"));
    }
}
