package dev.vedette.policy.manifest.result;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * How files are named to other programs and in baselines: from the folder of the scan where they lie below it, however
 * they were named to the scan, with {@code /} between folders; otherwise from the root. Immutable.
 */
public final class SourcePaths {
    private final Path base;

    /** @param base the folder that paths are told from */
    public SourcePaths(Path base) {
        this.base = base.toAbsolutePath().normalize();
    }

    /** Those of this process' working directory. */
    public static SourcePaths ofWorkingDirectory() {
        return new SourcePaths(Path.of(""));
    }

    /**
     * @param file as it was named; {@code -} and what can be no file's name stay as they are
     */
    public String of(String file) {
        if (file.equals("-")) {
            return file;
        }
        try {
            Path path = base.resolve(file).normalize();
            Path told = path.startsWith(base) ? base.relativize(path) : path;
            return told.toString().replace(base.getFileSystem().getSeparator(), "/");
        } catch (InvalidPathException e) {
            return file;
        }
    }
}
