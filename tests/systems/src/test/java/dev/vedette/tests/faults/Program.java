package dev.vedette.tests.faults;

import dev.vedette.cli.Vedette;
import dev.vedette.tests.support.JavaProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The program in processes of its own, as this user or as one who may do nothing. Not thread-safe. */
final class Program {
    private static final int SECONDS = 120;
    /** Debian's {@code nobody}. */
    private static final String NOBODY = "65534";
    /** Parts of tests, large, that the program never loads. */
    private static final Pattern OF_TESTS =
            Pattern.compile(".*/(driver|playwright|kafka|helm|client-java|rocksdb|scala|postgresql)[^/]*");

    private final Path folder;

    /** @param folder for what is written on the way; others are let into it */
    Program(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        open(folder);
    }

    /** What a person sees of it. */
    record Said(int exit, String out, String err) {
        String all() {
            return out + err;
        }

        boolean showsInternals() {
            return all().contains("\tat ") || all().contains("Exception");
        }
    }

    /** Runs it to its end as this user. */
    Said run(String... arguments) throws Exception {
        return said(start(arguments));
    }

    /** Runs it to its end as a user without rights, from copies of its parts that such a user may read. */
    Said runAsNobody(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--inh-caps=-all"));
        command.addAll(JavaProgram.command(readable(), Vedette.class, arguments));
        return said(start(Map.of(), command));
    }

    /** Starts it as this user; what it says goes to files in the folder. */
    Process start(String... arguments) throws IOException {
        return startWith(Map.of(), arguments);
    }

    /** The same with more in its environment. */
    Process startWith(Map<String, String> environment, String... arguments) throws IOException {
        return start(environment, JavaProgram.command(Vedette.class, arguments));
    }

    /** Asks it to end, and sees to it if that is of no use. */
    static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        process.environment().putAll(environment);
        return process.start();
    }

    private Said said(Process process) throws Exception {
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the program did not end within " + SECONDS + " s; it said "
                        + Files.readString(folder.resolve("err")));
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return new Said(
                process.exitValue(), Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
    }

    private String readable() throws IOException {
        Path parts = folder.resolve("parts");
        if (!Files.exists(parts)) {
            Files.createDirectory(parts);
            int number = 0;
            for (String entry : JavaProgram.classPath().split(":", -1)) {
                Path part = Path.of(entry);
                if (Files.exists(part) && !OF_TESTS.matcher(entry).matches()) {
                    copy(part, parts.resolve(number++ + "-" + part.getFileName()));
                }
            }
            open(parts);
        }
        try (Stream<Path> all = Files.list(parts)) {
            return String.join(
                    ":", all.map(Path::toString).sorted(Program::byNumber).toList());
        }
    }

    private static int byNumber(String one, String other) {
        return Integer.compare(number(one), number(other));
    }

    private static int number(String part) {
        String name = part.substring(part.lastIndexOf('/') + 1);
        return Integer.parseInt(name.substring(0, name.indexOf('-')));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, file.equals(from) ? to : copy);
                }
            }
        }
        try (Stream<Path> files = Files.walk(to)) {
            for (Path file : files.toList()) {
                open(file);
            }
        }
    }

    private static void open(Path file) throws IOException {
        Files.setPosixFilePermissions(
                file, PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--"));
    }

    /** What it has said so far on standard error. */
    String errors() throws IOException {
        return Files.readString(folder.resolve("err"), StandardCharsets.UTF_8);
    }
}
