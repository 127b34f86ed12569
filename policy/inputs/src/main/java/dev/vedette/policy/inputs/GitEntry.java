package dev.vedette.policy.inputs;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of a Git tree.
 *
 * @param id the object's
 * @param size in bytes
 * @param path from the tree's root; relative, and never leads out of it
 * @param link whether it is a symbolic link, whose content is where it leads to
 */
record GitEntry(String id, long size, Path path, boolean link) {
    private static final String LINK = "120000";

    /**
     * Reads a line of {@code git ls-tree -l -z}: mode, type, id, size, a tab, and the path as it is.
     *
     * @return empty for what is no file, such as a submodule, and for paths that no checkout would make
     */
    static Optional<GitEntry> parse(String line) {
        int tab = line.indexOf('\t');
        String[] head = tab < 0 ? new String[0] : line.substring(0, tab).strip().split(" +");
        if (head.length != 4 || !head[1].equals("blob")) {
            return Optional.empty();
        }
        Path path = Path.of(line.substring(tab + 1));
        boolean within = !path.isAbsolute() && path.equals(path.normalize()) && !path.startsWith("..");
        return within
                ? Optional.of(new GitEntry(head[2], Long.parseLong(head[3]), path, head[0].equals(LINK)))
                : Optional.empty();
    }
}
