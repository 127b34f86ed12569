package dev.vedette.tests.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.probes.Rung;
import dev.vedette.tests.tricks.Blind;
import dev.vedette.tests.tricks.Seen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever way a thing is done, each rung tells it with the right object and the right container, or the way stands in
 * docs/rungs.md as one that this rung does not see. The rung is the highest that is allowed: a fact that has none so high
 * is told by the next one.
 */
@EnabledIfEnvironmentVariable(
        named = "VEDETTE_KERNELS",
        matches = ".+",
        disabledReason = "no kernels to boot: './vedette test' fetches them")
class TricksTest {
    static final List<String> FAMILIES = List.of("file", "exec", "mount", "namespace", "socket", "change");
    private static final int WAYS_AT_LEAST = 400;
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    @ParameterizedTest
    @MethodSource("dev.vedette.tests.kernels.GuestReport#kernels")
    void eachWayIsToldOnEveryRungOrIsOnThePage(String kernel) throws Exception {
        GuestReport report = GuestReport.ofAllRungs(kernel);
        String release =
                report.all("kernel").findFirst().orElseThrow().path("release").asText();

        assertThat(report.all("broken")).isEmpty();
        for (Rung rung : List.of(Rung.LSM, Rung.FENTRY, Rung.TRACEPOINT)) {
            List<JsonNode> tricks = report.all("trick")
                    .filter(line -> line.path("highest").asText().equals(rung.name()))
                    .toList();
            assertThat(tricks).as("tricks on rung %s", rung).hasSizeGreaterThan(WAYS_AT_LEAST);
            assertThat(wrong(tricks, new Blind().at(rung, release)))
                    .as("%s of Linux %s", rung, kernel)
                    .isEmpty();
        }
    }

    private static List<String> wrong(List<JsonNode> tricks, Set<String> unseen) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (JsonNode line : tricks) {
            Seen seen = JSON.treeToValue(line.path("seen"), Seen.class);
            wrong.addAll(seen.wrong(line.path("container").asText(), unseen.contains(seen.name())));
        }
        return wrong;
    }
}
