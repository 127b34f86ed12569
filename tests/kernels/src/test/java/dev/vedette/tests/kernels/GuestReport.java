package dev.vedette.tests.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a guest has reported to its end.
 *
 * @param lines one object each; the member {@code what} says of what kind
 */
record GuestReport(List<JsonNode> lines) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, GuestReport> OF_ALL_RUNGS = new HashMap<>();

    GuestReport {
        lines = List.copyOf(lines);
    }

    static boolean wholeMatrix() {
        return "all".equals(System.getenv("VEDETTE_KERNEL_MATRIX"));
    }

    /** All kernels when asked for, otherwise the one that most nodes have. */
    static Stream<String> kernels() {
        return Machine.kernels().stream().filter(kernel -> wholeMatrix() || kernel.equals("6.12"));
    }

    /** Of deeds, denials and tricks on every rung: booted once, however many tests ask. */
    static synchronized GuestReport ofAllRungs(String kernel) throws IOException, InterruptedException {
        GuestReport known = OF_ALL_RUNGS.get(kernel);
        if (known == null) {
            known = of(
                    kernel,
                    "rungs-" + kernel,
                    Machine.WITH_BPF + "vedette.plays=deeds,denials," + String.join(",", TricksTest.FAMILIES) + " ",
                    "LSM,FENTRY,TRACEPOINT");
            OF_ALL_RUNGS.put(kernel, known);
        }
        return known;
    }

    /** Of one boot with these parameters of the kernel. */
    static GuestReport of(String kernel, String name, String parameters, String rungs)
            throws IOException, InterruptedException {
        return parsed(name, Machine.boot(kernel, name, parameters + "vedette.rungs=" + rungs));
    }

    /** Of loops on every rung and with nothing attached, in instructions. */
    static GuestReport ofCosts(String kernel) throws IOException, InterruptedException {
        String name = "costs-" + kernel;
        String parameters = Machine.WITH_BPF + "vedette.plays=costs vedette.rungs=LSM,FENTRY,TRACEPOINT";
        return parsed(name, Machine.bootCounting(kernel, name, parameters));
    }

    private static GuestReport parsed(String name, List<String> report) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : report) {
            lines.add(JSON.readTree(line));
        }
        assertThat(lines).as("the report of %s", name).isNotEmpty();
        assertThat(lines.getLast().path("what").asText()).as("its last line").isEqualTo("done");
        return new GuestReport(lines);
    }

    /** Programs that the kernel refused, except where the settings forbid the rung, and why. */
    List<String> refused() {
        return all("program")
                .map(line -> line.path("program"))
                .filter(program -> program.path("state").asText().equals("REFUSED"))
                .map(program -> program.path("name").asText() + ": "
                        + program.path("why").asText())
                .filter(refusal -> !refusal.contains("the settings allow"))
                .distinct()
                .toList();
    }

    Stream<JsonNode> all(String what) {
        return lines.stream().filter(line -> line.path("what").asText().equals(what));
    }
}
