package dev.vedette.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The native program whose loads and services take from one another: {@code neighbour.c} says how it is called. */
public final class LoadsProgram {
    private static final String NAME = "neighbour";

    private LoadsProgram() {}

    public static byte[] bytes() throws IOException {
        try (InputStream in = LoadsProgram.class.getResourceAsStream(NAME)) {
            return in.readAllBytes();
        }
    }

    /** Where it can be run from; whoever asks deletes it. */
    public static Path unpackIn(Path folder) throws IOException {
        Path program = Files.write(folder.resolve(NAME), bytes());
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
}
