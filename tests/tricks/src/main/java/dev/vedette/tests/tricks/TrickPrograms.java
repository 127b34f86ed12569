package dev.vedette.tests.tricks;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The programs that do the tricks, which expect to be in {@link #FOLDER}. */
public final class TrickPrograms {
    /** The program of tricks, its 32-bit sister, and programs that do nothing. */
    public static final List<String> NAMES = List.of("tricks", "tricks32", "nothing", "nothing32");

    public static final String FOLDER = "/opt";

    private TrickPrograms() {}

    /**
     * A program's file.
     *
     * @throws IOException if it was not built
     */
    public static byte[] content(String name) throws IOException {
        try (InputStream resource = TrickPrograms.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IOException("The program " + name + " is not built: run tests/tricks/build.sh");
            }
            return resource.readAllBytes();
        }
    }
}
