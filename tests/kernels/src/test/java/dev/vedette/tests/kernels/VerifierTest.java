package dev.vedette.tests.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every program of every rung before the verifiers of old and new kernels. */
@EnabledIfEnvironmentVariable(
        named = "VEDETTE_KERNELS",
        matches = ".+",
        disabledReason = "no kernels to boot: './vedette test' fetches them")
class VerifierTest {
    private static final Path TABLES = Path.of("src/test/resources/verified-instructions");
    /** Programs are allowed to grow by a fifth unnoticed, small ones by some instructions. */
    private static final double GROWTH = 1.2;

    private static final int SLACK = 50;
    private static final boolean RENEWED = Boolean.getBoolean("vedette.renew");

    /** All when asked for, otherwise the oldest, whose verifier takes least: others load the programs of the rest. */
    static Stream<String> kernels() {
        boolean all = GuestReport.wholeMatrix() || RENEWED;
        return Machine.kernels().stream().filter(kernel -> all || kernel.equals("6.1"));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void acceptsEveryProgramAndNoneHasGrownUnnoticed(String kernel) throws Exception {
        List<String> report = Machine.boot(kernel, "verify-" + kernel, Machine.WITH_BPF + "vedette.task=verify");
        assertThat(report).as("the end of the report").contains("done");
        assertThat(refusals(report)).isEmpty();

        Map<String, Long> now = instructions(report);
        Path table = TABLES.resolve(kernel + ".tsv");
        if (RENEWED) {
            write(table, now);
        }
        assertThat(grown(instructions(Files.readAllLines(table, StandardCharsets.UTF_8)), now))
                .as("programs that the verifier has to go through for longer; if that is meant, renew the table with"
                        + " -Dvedette.renew=true")
                .isEmpty();
    }

    private static List<String> refusals(List<String> report) {
        List<String> refusals = new ArrayList<>();
        for (int i = 0; i < report.size(); i++) {
            if (report.get(i).startsWith("refused ")) {
                List<String> from = report.subList(i, report.size());
                int end = from.indexOf("--");
                refusals.add(String.join("\n", from.subList(0, end < 0 ? from.size() : end)));
            }
        }
        return refusals;
    }

    private static Map<String, Long> instructions(List<String> lines) {
        Map<String, Long> instructions = new TreeMap<>();
        for (String line : lines) {
            String[] words = line.split("[ \t]", -1);
            if (words[0].equals("verified")) {
                instructions.put(words[1], Long.parseLong(words[2]));
            }
        }
        return instructions;
    }

    /** New programs are none that have grown; the table gets them when it is renewed. */
    private static List<String> grown(Map<String, Long> before, Map<String, Long> now) {
        List<String> grown = new ArrayList<>();
        now.forEach((program, count) -> {
            long was = before.getOrDefault(program, count);
            if (count > was * GROWTH + SLACK) {
                grown.add(program + ": " + was + " -> " + count);
            }
        });
        return grown;
    }

    private static void write(Path table, Map<String, Long> instructions) throws Exception {
        Files.createDirectories(table.getParent());
        StringBuilder text = new StringBuilder();
        instructions.forEach((program, count) -> text.append("verified\t")
                .append(program)
                .append('\t')
                .append(count)
                .append('\n'));
        Files.writeString(table, text);
    }
}
