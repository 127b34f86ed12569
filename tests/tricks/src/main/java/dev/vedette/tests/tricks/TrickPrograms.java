package dev.vedette.tests.tricks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The programs that do the tricks, which expect to be in {@link #FOLDER}. */
public final class TrickPrograms {
    /** The program of tricks, its 32-bit sister, and programs that do nothing. */
    public static final List<String> NAMES = List.of("tricks", "tricks32", "nothing", "nothing32");

    public static final String FOLDER = "/opt";

    private TrickPrograms() {}

    /**
     * Whether the kernel runs programs of 32 bits. One that runs none leaves it to a shell, which cannot read it.
     *
     * @throws IOException if it was not built, or nothing can be run at all
     */
    public static boolean run32() throws IOException, InterruptedException {
        Path program = Files.createTempFile("nothing", "32");
        try {
            Files.write(program, content("nothing32"));
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
            Process process = new ProcessBuilder(program.toString())
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } finally {
            Files.delete(program);
        }
    }

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
