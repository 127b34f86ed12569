package dev.vedette.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The native files of the benchmarks, unpacked from the class path into a directory that goes away again. */
record Tools(Path directory) implements AutoCloseable {
    private static final List<String> NAMES = List.of("ring_consumer", "fill.bpf.o");

    static Tools unpack() throws IOException {
        Tools tools = new Tools(Files.createTempDirectory("vedette-bench"));
        for (String name : NAMES) {
            try (InputStream resource = Tools.class.getResourceAsStream(name)) {
                if (resource == null) {
                    throw new IOException(name + " is not on the class path: build tests/benchmarks");
                }
                Files.copy(resource, tools.path(name));
            }
            Files.setPosixFilePermissions(tools.path(name), PosixFilePermissions.fromString("rwx------"));
        }
        return tools;
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    @Override
    public void close() throws IOException {
        for (String name : NAMES) {
            Files.deleteIfExists(path(name));
        }
        Files.deleteIfExists(directory);
    }
}
