package dev.vedette.rules.facts;

import dev.vedette.policy.model.Glob;
import java.util.List;

/** Lists of paths in which {@code *} stands for any text. */
public final class PathPatterns {
    private PathPatterns() {}

    public static boolean anyFits(List<String> patterns, String path) {
        if (path.isEmpty()) {
            return false;
        }
        for (String pattern : patterns) {
            if (new Glob(pattern).matches(path)) {
                return true;
            }
        }
        return false;
    }
}
