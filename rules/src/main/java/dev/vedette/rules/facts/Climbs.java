package dev.vedette.rules.facts;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Paths with steps up, as a program wrote them: whether they lead out of the folder that they begin in. By the words alone,
 * since symbolic links on the way are not known.
 */
public final class Climbs {
    private static final String UP = "..";
    private static final int FEWEST_STEPS = 2;
    /** From a folder that is not known; hardly any program's own files are so far from one another. */
    private static final int MANY_STEPS = 4;
    /** Of this folder the next one says what it is for. */
    private static final String OF_MANY = "var";

    private Climbs() {}

    /**
     * Whether a path leads out of its folder: by more steps than there are folders to leave, or to a place that is sought from
     * another part of the tree.
     *
     * @param requested as the program wrote it, "" where not known
     * @param reached the file that was opened, "" where none was
     * @param sought places, in which {@code *} stands for any text
     */
    public static boolean leaveTheirTree(String requested, String reached, List<String> sought) {
        if (!requested.contains(UP)) {
            return false;
        }
        Way way = Way.of(requested);
        if (way.steps < FEWEST_STEPS) {
            return false;
        }
        if (requested.startsWith("/")) {
            String place = reached.isEmpty() ? way.end() : reached;
            return way.beyond > 0 || (isElsewhere(way.base, place) && PathPatterns.anyFits(sought, place));
        }
        return way.beyond >= MANY_STEPS
                || (way.beyond >= FEWEST_STEPS && reached.equals(way.end()) && PathPatterns.anyFits(sought, reached));
    }

    private static boolean isElsewhere(List<String> base, String place) {
        List<String> there = List.of(place.substring(1).split("/", -1));
        int compared = there.getFirst().equals(OF_MANY) ? 2 : 1;
        return base.size() < compared
                || there.size() < compared
                || !base.subList(0, compared).equals(there.subList(0, compared));
    }

    /** A path gone by its words. */
    private static final class Way {
        private final Deque<String> folders = new ArrayDeque<>();
        /** Before the first step up. */
        private List<String> base = List.of();
        /** Up. */
        private int steps;
        /** Up from where no folder was left to leave. */
        private int beyond;

        static Way of(String path) {
            Way way = new Way();
            for (String word : path.split("/", -1)) {
                way.go(word);
            }
            return way;
        }

        private void go(String word) {
            if (word.equals(UP)) {
                goUp();
            } else if (!word.isEmpty() && !word.equals(".")) {
                folders.addLast(word);
            }
        }

        private void goUp() {
            if (steps++ == 0) {
                base = List.copyOf(folders);
            }
            if (folders.pollLast() == null) {
                beyond++;
            }
        }

        /** Where it ends if it has come to the root. */
        String end() {
            return "/" + String.join("/", folders);
        }
    }
}
