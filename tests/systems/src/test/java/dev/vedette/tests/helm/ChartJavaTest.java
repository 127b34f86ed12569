package dev.vedette.tests.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A sensor of the chart has its memory measured out as one that the launcher starts. */
class ChartJavaTest {
    private static final Pattern FLAGS = Pattern.compile("SENSOR_FLAGS=\\(([^)]*)\\)");

    @Test
    void theSensorsJavaHasTheFlagsOfTheLauncher() throws IOException {
        assertThat(ofLauncher()).isNotEmpty();
        assertThat(ofChart()).containsAll(ofLauncher());
    }

    @Test
    void javaTakesTheFlags() throws Exception {
        ProcessBuilder java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-version")
                .redirectErrorStream(true);
        java.environment().put("JDK_JAVA_OPTIONS", String.join(" ", ofChart()));
        Process process = java.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).doesNotContainIgnoringCase("warning");
    }

    private static List<String> ofLauncher() throws IOException {
        Matcher flags = FLAGS.matcher(Files.readString(Chart.FOLDER.resolve("../../vedette")));
        return flags.find() ? List.of(flags.group(1).strip().split("\\s+")) : List.of();
    }

    private static List<String> ofChart() {
        return Chart.objects(Map.of()).stream()
                .filter(object -> object.kind().equals("DaemonSet"))
                .flatMap(object -> object.podSpec().at("containers", 0, "env").items().stream())
                .filter(variable ->
                        "JDK_JAVA_OPTIONS".equals(variable.at("name").node()))
                .flatMap(variable -> Pattern.compile("\\s+")
                        .splitAsStream((String) variable.at("value").node()))
                .toList();
    }
}
