package dev.vedette.sensor.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A node's root below a temporary folder, and the problems that reading it gave. */
final class NodeTree {
    final List<ConfigProblem> problems = new ArrayList<>();
    private final Path folder;

    NodeTree(Path folder) {
        this.folder = folder;
    }

    NodeTree with(String path, String content) {
        try {
            Path file = folder.resolve(path.substring(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    NodeRoot root() {
        return new NodeRoot(folder);
    }

    TomlReader toml() {
        return new TomlReader(root());
    }
}
