package dev.vedette.tests.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * What runc and crun let containers do with devices where control groups are of version 2 alone and a program decides: told
 * from the programs that these runtimes have loaded.
 */
@EnabledIfEnvironmentVariable(
        named = "VEDETTE_KERNELS",
        matches = ".+",
        disabledReason = "no kernels to boot: './vedette test' fetches them")
@Tag("matrix")
class DevicesTest {
    private static final String[] EVERYTHING = {"b *:* rwm", "c *:* rwm"};

    /** Beside what the specification names, each runtime's own few. */
    private static final Set<String> ORDINARY = Set.of(
            "b *:* m",
            "c *:* m",
            "c 1:3 rw",
            "c 1:5 rw",
            "c 1:7 rw",
            "c 1:8 rw",
            "c 1:9 rw",
            "c 5:0 rw",
            "c 5:1 rw",
            "c 5:2 rw",
            "c 136:* rw",
            "c 10:200 rw",
            "c 10:229 rw",
            "b 8:* r");

    @Test
    void whatARuntimesProgramAllowsIsToldAndThatNothingIsRefusedWithoutIt() throws Exception {
        GuestReport report = AnswersTest.report();

        for (String runtime : List.of("runc", "crun")) {
            assertThat(allowed(report, runtime, "ordinary", "made"))
                    .as("%s, ordinary", runtime)
                    .contains("b *:* m", "c *:* m", "c 1:3 rw", "c 1:9 rw", "c 136:* rw", "c 10:229 rw", "b 8:* r")
                    .isSubsetOf(ORDINARY);
            assertThat(allowed(report, runtime, "privileged", "made"))
                    .as("%s, privileged", runtime)
                    .containsExactlyInAnyOrder(EVERYTHING);
            assertThat(allowed(report, runtime, "ordinary", "bared"))
                    .as("%s, after its programs were taken away", runtime)
                    .containsExactlyInAnyOrder(EVERYTHING);
        }
    }

    private static List<String> allowed(GuestReport report, String runtime, String kind, String when) {
        JsonNode line = report.all("devices")
                .filter(one -> one.path("runtime").asText().equals(runtime)
                        && one.path("kind").asText().equals(kind)
                        && one.path("when").asText().equals(when))
                .findFirst()
                .orElseThrow();
        return StreamSupport.stream(line.path("allowed").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
