package dev.vedette.rules.facts;

import java.util.List;

/** Lists of paths in which {@code *} stands for any text. */
public final class PathPatterns {
    private PathPatterns() {}

    public static boolean anyFits(List<String> patterns, String path) {
        return PathList.of(patterns).has(path);
    }
}
