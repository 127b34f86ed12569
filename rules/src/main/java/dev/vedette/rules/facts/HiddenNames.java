package dev.vedette.rules.facts;

import java.util.List;
import java.util.regex.Pattern;

/** Names that lists of files do not show, or that look like something else in them. */
public final class HiddenNames {
    /** Dots alone beyond the two that every folder has, and blanks of any script round or instead of a name. */
    private static final Pattern ODD = Pattern.compile("\\.{3,}|[.\\s\\p{Z}\\u200b\\u200c\\u200d\\ufeff]*"
            + "[\\s\\p{Z}\\u200b\\u200c\\u200d\\ufeff]|[\\s\\p{Z}\\u200b\\u200c\\u200d\\ufeff].*");

    private static final Pattern COMPONENTS = Pattern.compile("/");

    private HiddenNames() {}

    /** Whether a part of the path was made to be overlooked: dots or blanks instead of a name. */
    public static boolean isOdd(String path) {
        if (!path.startsWith("/")) {
            return false; // no path of the container's tree
        }
        return isWorthALook(path)
                && COMPONENTS
                        .splitAsStream(path)
                        .anyMatch(part -> ODD.matcher(part).matches());
    }

    private static boolean isWorthALook(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c <= ' ' || c > '~' || (c == '.' && i > 0 && path.charAt(i - 1) == '/')) {
                return true;
            }
        }
        return false;
    }

    /** Whether a part of the path begins with a dot, and the path is in one of the places and none of the known ones. */
    public static boolean isHiddenIn(String path, List<String> places, List<String> known) {
        return path.contains("/.") && PathPatterns.anyFits(places, path) && !PathPatterns.anyFits(known, path);
    }
}
