package dev.vedette.tests.support;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of this build in virtual machines of their own, which are made for short lives as the launcher's are. */
public final class JavaProgram {
    private static final List<String> FLAGS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m");

    private JavaProgram() {}

    /** What starts a program with the tests' own class path. */
    public static List<String> command(Class<?> main, String... arguments) {
        return command(classPath(), main, arguments);
    }

    /** What starts a program. */
    public static List<String> command(String classPath, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The tests' own. */
    public static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
