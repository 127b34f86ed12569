package dev.vedette.policy.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/**
 * Resolves paths of the node as the node's kernel would, so that every spelling of a place becomes the same text.
 *
 * <p>Known links only, no file is looked at: {@code /var/run} is {@code /run} and {@code /var/lock} is
 * {@code /run/lock} (Filesystem Hierarchy Standard 3.0, 5.13), and the root of a process, {@code /proc/1/root} for one,
 * is taken for the node's, as is the folder in which its first process works. As in the kernel, {@code ..} goes up from where a link leads, not from where it stands.
 */
public final class HostPath {
    /** Where a process shows its root. */
    public static final Pattern PROCESS_ROOT =
            Pattern.compile("/proc/(?:self|thread-self|[0-9]+)(?:/task/[0-9]+)?/root");

    /** Parts of the longest known link, {@code /proc/1/task/1/root}: looking at more for each part takes ever longer. */
    private static final int LONGEST_LINK = 5;

    /** The first process and the threads of the kernel work in the root; where others do is not known. */
    public static final Pattern WORKS_IN_ROOT = Pattern.compile("/proc/[12](?:/task/[12])?/cwd");

    private HostPath() {}

    /**
     * The one spelling of {@code declared}: absolute, no {@code .}, {@code ..}, doubled or trailing slashes, no known
     * link. A relative or empty path is read from the root.
     */
    public static String resolve(String declared) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : declared.split("/", -1)) {
            switch (part) {
                case "", "." -> {}
                case ".." -> parts.pollLast();
                default -> {
                    parts.addLast(part);
                    followLink(parts);
                }
            }
        }
        return "/" + String.join("/", parts);
    }

    /** Whether {@code path} is {@code ancestor} or lies below it; both resolved. */
    public static boolean isWithin(String path, String ancestor) {
        return ancestor.equals("/") || path.equals(ancestor) || path.startsWith(ancestor + "/");
    }

    private static void followLink(Deque<String> parts) {
        if (parts.size() > LONGEST_LINK) {
            return;
        }
        String path = "/" + String.join("/", parts);
        if (path.equals("/var/run")) {
            replace(parts, "run");
        } else if (path.equals("/var/lock")) {
            replace(parts, "run", "lock");
        } else if (PROCESS_ROOT.matcher(path).matches()
                || WORKS_IN_ROOT.matcher(path).matches()) {
            replace(parts);
        }
    }

    private static void replace(Deque<String> parts, String... target) {
        parts.clear();
        for (String part : target) {
            parts.addLast(part);
        }
    }
}
