package dev.vedette.tests.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * What each rung costs, in instructions executed, is what docs/performance.md says: no clock of a busy machine is in it.
 * Only when all kernels are asked for; with {@code -Dvedette.renew=true} the page is written anew.
 */
@EnabledIfEnvironmentVariable(
        named = "VEDETTE_KERNELS",
        matches = ".+",
        disabledReason = "no kernels to boot: './vedette test' fetches them")
class CostTest {
    private static final Path PAGE = Path.of("../../docs/performance.md");
    private static final String BEGIN = "<!-- rungs -->\n";
    private static final String END = "<!-- /rungs -->\n";
    private static final String KERNEL = "6.12";
    private static final List<String> COLUMNS = List.of("NOTHING", "LSM", "FENTRY", "TRACEPOINT");
    private static final Percentage LITTLE = Percentage.withPercentage(10);
    /** By the loop's name, what it does. */
    private static final Map<String, String> LOOPS = loops();

    private static Map<String, String> loops() {
        Map<String, String> loops = new LinkedHashMap<>();
        loops.put("getppid", "a call that does next to nothing");
        loops.put("open-hot", "open a file for reading, and close it");
        loops.put("open-write", "make, close and remove a file");
        loops.put("connect", "connect to a TCP port, and close");
        loops.put("redis-like", "ask a server over a connection");
        loops.put("exec", "start a program, and wait for it");
        return loops;
    }

    @TestFactory
    Stream<DynamicTest> eachLoopExecutesAsManyInstructionsAsThePageSays() throws Exception {
        if (!GuestReport.wholeMatrix()) {
            return Stream.empty();
        }
        GuestReport report = GuestReport.ofCosts(KERNEL);
        assertThat(report.refused())
                .as("programs that were refused, so that a lower rung was measured")
                .isEmpty();
        Map<String, Map<String, Long>> measured = measured(report);
        if (Boolean.getBoolean("vedette.renew")) {
            renew(measured);
        }
        Map<String, List<Long>> documented = documented();
        return LOOPS.entrySet().stream()
                .map(loop -> DynamicTest.dynamicTest(
                        loop.getKey(), () -> compare(measured.get(loop.getKey()), documented.get(loop.getValue()))));
    }

    private static void compare(Map<String, Long> measured, List<Long> documented) {
        for (int i = 0; i < COLUMNS.size(); i++) {
            assertThat(measured.get(COLUMNS.get(i))).as(COLUMNS.get(i)).isCloseTo(documented.get(i), LITTLE);
        }
    }

    private static Map<String, Map<String, Long>> measured(GuestReport report) {
        return report.all("cost")
                .collect(Collectors.groupingBy(
                        line -> line.path("loop").asText(),
                        Collectors.toMap(
                                line -> line.path("attached").asText(),
                                (JsonNode line) -> line.path("each").asLong())));
    }

    /** By what a loop does, the counts of the page's columns. */
    private static Map<String, List<Long>> documented() throws IOException {
        String page = Files.readString(PAGE);
        return page.substring(page.indexOf(BEGIN), page.indexOf(END))
                .lines()
                .filter(line -> line.matches("\\| .* \\| [0-9,]+ \\|.*"))
                .map(line -> line.split(" *\\| *", -1))
                .collect(Collectors.toMap(
                        cells -> cells[1],
                        cells -> Stream.of(cells)
                                .skip(2)
                                .limit(COLUMNS.size())
                                .map(cell -> Long.parseLong(cell.replaceAll(" .*|,", "")))
                                .toList()));
    }

    private static void renew(Map<String, Map<String, Long>> measured) throws IOException {
        StringBuilder table = new StringBuilder(BEGIN);
        table.append("| instructions, Linux ").append(KERNEL).append(" | nothing | lsm | fentry | tracepoint |\n");
        table.append("|---|---|---|---|---|\n");
        LOOPS.forEach((loop, words) -> {
            long bare = measured.get(loop).get("NOTHING");
            table.append("| ").append(words);
            for (String column : COLUMNS) {
                long count = measured.get(loop).get(column);
                table.append(String.format(Locale.ROOT, " | %,d", count));
                if (count != bare) {
                    table.append(String.format(Locale.ROOT, " (%.2f)", (double) count / bare));
                }
            }
            table.append(" |\n");
        });
        String page = Files.readString(PAGE);
        Files.writeString(
                PAGE,
                page.substring(0, page.indexOf(BEGIN)) + table + page.substring(page.indexOf(END)),
                StandardCharsets.UTF_8);
    }
}
