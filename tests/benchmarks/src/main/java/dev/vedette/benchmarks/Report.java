package dev.vedette.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Shows figures with their goals: aligned for a terminal, or as a Markdown table. */
final class Report {
    private static final String PLAIN = "%-54s %30s  %8s  %s%n";

    private Report() {}

    static String header() {
        return String.format(Locale.ROOT, PLAIN, "measured", "result", "goal", "");
    }

    static String plain(List<Figure> figures) {
        StringBuilder text = new StringBuilder();
        for (Figure figure : figures) {
            text.append(String.format(
                    Locale.ROOT, PLAIN, figure.subject(), figure.value(), figure.goal(), figure.verdict()));
        }
        return text.toString();
    }

    static String markdown(String command, List<Figure> figures) {
        StringBuilder text = new StringBuilder();
        text.append('`').append(command).append("` on ").append(machine()).append(":\n\n");
        text.append("| measured | result | goal | |\n|---|---|---|---|\n");
        for (Figure figure : figures) {
            text.append("| %s | %s | %s | %s |%n"
                    .formatted(figure.subject(), figure.value(), figure.goal(), figure.verdict()));
        }
        return text.toString();
    }

    private static String machine() {
        return "%d cores of %s, Linux %s, Java %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        System.getProperty("os.version"),
                        System.getProperty("java.version"));
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .findFirst()
                    .orElse("an unknown processor");
        } catch (IOException e) {
            return "an unknown processor";
        }
    }
}
