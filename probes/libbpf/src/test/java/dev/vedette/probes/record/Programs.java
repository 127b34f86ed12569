package dev.vedette.probes.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Starts programs that do one thing each. Their output is thrown away, what they complain of is the test's own. */
final class Programs {
    private static final Path NULL = Path.of("/dev/null");

    private Programs() {}

    /** Waits for its end. Returns its number. */
    static int run(String... command) throws IOException, InterruptedException {
        Process process = start(command);
        process.waitFor();
        return (int) process.pid();
    }

    static Process start(String... command) throws IOException {
        return builder(command).start();
    }

    static ProcessBuilder builder(String... command) {
        return new ProcessBuilder(command)
                .redirectInput(NULL.toFile())
                .redirectOutput(NULL.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** A script that makes system calls by their numbers; arguments are in {@code @ARGV}. */
    static String[] perl(String script, Object... arguments) {
        Stream<String> texts = Arrays.stream(arguments).map(Object::toString);
        return Stream.concat(Stream.of("perl", "-e", script), texts).toArray(String[]::new);
    }

    /** The same in a control group. */
    static String[] within(Path group, String... command) {
        List<String> enter = List.of("/bin/sh", "-c", "echo 0 > " + group + "/cgroup.procs; exec \"$@\"", "sh");
        return Stream.concat(enter.stream(), Arrays.stream(command)).toArray(String[]::new);
    }
}
