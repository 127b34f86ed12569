package dev.vedette.sensor.identity.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Walks a path from another root than ours, as the kernel would for a process that has that root: absolute links begin
 * at it, and {@code ..} does not lead out of it. Magic links of {@code /proc} are read as their texts and so lead to
 * nowhere in particular; a directory that is exchanged for a link between two looks may lead out, so what is found is
 * for looking at only.
 */
final class RootedWalk {
    /** MAXSYMLINKS of include/linux/namei.h. */
    private static final int MOST_LINKS = 40;

    private static final int MOST_COMPONENTS = 4096;

    private final Path root;
    private final Deque<String> left = new ArrayDeque<>();
    private Path at;
    private int links;

    private RootedWalk(Path root, String path) {
        this.root = root;
        this.at = root;
        push(path);
    }

    /**
     * The path without links of the file that {@code path} means below {@code root}; empty where it can't be walked.
     * Whether there is a file is not said.
     */
    static Optional<Path> find(Path root, String path, boolean followLast) {
        try {
            return new RootedWalk(root, path).walk(followLast);
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** A found path as it is seen from the root. */
    static String shown(Path root, Path found) {
        String below = found.toString().substring(root.toString().length());
        return below.isEmpty() ? "/" : below;
    }

    private Optional<Path> walk(boolean followLast) throws IOException {
        for (int steps = 0; !left.isEmpty(); steps++) {
            if (steps > MOST_COMPONENTS || !step(left.pop(), followLast)) {
                return Optional.empty();
            }
        }
        return Optional.of(at);
    }

    private boolean step(String component, boolean followLast) throws IOException {
        if (component.equals("..")) {
            at = at.equals(root) ? root : at.getParent();
            return true;
        }
        Path next = at.resolve(component);
        boolean follow = followLast || !left.isEmpty();
        if (!follow || !Files.isSymbolicLink(next)) {
            at = next;
            return true;
        }
        if (++links > MOST_LINKS) {
            return false;
        }
        String text = Files.readSymbolicLink(next).toString();
        if (text.startsWith("/")) {
            at = root;
        }
        push(text);
        return true;
    }

    private void push(String path) {
        for (String component : List.of(path.split("/")).reversed()) {
            if (!component.isEmpty() && !component.equals(".")) {
                left.push(component);
            }
        }
    }
}
