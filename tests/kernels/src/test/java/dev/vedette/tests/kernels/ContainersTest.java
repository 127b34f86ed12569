package dev.vedette.tests.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Containers of runc and crun, told apart however a node's control groups are laid out. */
@EnabledIfEnvironmentVariable(
        named = "VEDETTE_KERNELS",
        matches = ".+",
        disabledReason = "no kernels to boot: './vedette test' fetches them")
@Tag("matrix")
class ContainersTest {
    /** Where each of the containers' programs is begun, and one outside. */
    private static final int PLACES = 4;

    static GuestReport booted(String layout, String plays) throws IOException, InterruptedException {
        return GuestReport.of(
                "6.12",
                "containers-" + layout,
                Machine.WITH_BPF + "vedette.cgroups=" + layout + " vedette.plays=" + plays + " ",
                "LSM");
    }

    /** The layout, which hierarchy is to be chosen for it, for how many containers, and what else is attached meanwhile. */
    @ParameterizedTest
    @CsvSource({"v1, PIDS, 3, lives", "v1-beside-v2, PIDS, 3, all", "hybrid, V2, 2, lives"})
    void programsAreTheirContainersWithEveryLayoutOfControlGroups(
            String layout, String hierarchy, int containers, String attached) throws Exception {
        GuestReport report = layout.equals("v1") ? OldGroupsTest.report() : booted(layout, "containers," + attached);

        assertThat(report.all("hierarchy").map(line -> line.path("chosen").asText()))
                .containsExactly(hierarchy);
        assertThat(report.all("program")
                        .map(line -> line.path("program").path("state").asText()))
                .doesNotContain("REFUSED");
        List<JsonNode> counted = report.all("container").toList();
        assertThat(counted)
                .hasSize(containers * PLACES)
                .allSatisfy(line -> assertThat(line.path("counted").asText())
                        .as("%s of %s in %s", line.path("place"), line.path("runtime"), line.path("groups"))
                        .isEqualTo(line.path("expected").asText()));
    }
}
