package dev.vedette.tests.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A new folder whose name leaves room for a socket below it: an address has 108 bytes (unix(7)), and folders of JUnit have
 * long names. Its end removes it, and fails if somebody has left something in it.
 */
public final class ShortFolder implements AutoCloseable {
    private final Path path;

    private ShortFolder(Path path) {
        this.path = path;
    }

    public static ShortFolder make() throws IOException {
        return new ShortFolder(Files.createTempDirectory("vedette"));
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() throws IOException {
        Files.delete(path);
    }
}
