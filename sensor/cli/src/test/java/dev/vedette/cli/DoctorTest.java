package dev.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @TempDir
    Path folder;

    private String root;
    private String state;

    @BeforeEach
    void node() throws IOException {
        root = folder.resolve("root").toString();
        state = folder.resolve("state").toString();
        write("proc/sys/kernel/osrelease", "6.1.50\n");
        write("proc/meminfo", "MemTotal: 1000 kB\nMemAvailable: 500 kB\n");
        write("var/lib/kubelet/config.yaml", "authentication:\n  anonymous:\n    enabled: true\n");
        write("etc/containerd/config.toml", "version = 2\ndisabled_plugins = [\"cri\"\n");
    }

    @Test
    void aTableTellsFindingEvidenceRemedyAndWhatIsNotKnown() {
        Ran ran = doctor("--look-at", "posture");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .contains(
                        "critical  VDT-7001  kernel 6.1.50 has CVE-2024-1086",
                        "high      VDT-7008  The kubelet answers whoever does not say who he is.",
                        "source: /var/lib/kubelet/config.yaml:3 (authentication.anonymous.enabled)",
                        "do: set authentication.anonymous.enabled: false",
                        "unknown   /etc/containerd/config.toml:",
                        "not known by it: what containerd is configured to do.")
                .doesNotContain("\u001b[");
        assertThat(ran.showsInternals()).isFalse();
    }

    @Test
    void jsonTellsTheSameToPrograms() throws IOException {
        Ran ran = doctor("--look-at", "posture,health", "--format", "json");

        JsonNode said = new ObjectMapper().readTree(ran.out());
        assertThat(said.path("posture")).anySatisfy(finding -> {
            assertThat(finding.path("id").asText()).isEqualTo("VDT-7008");
            assertThat(finding.path("severity").asText()).isEqualTo("high");
            assertThat(finding.path("evidence").path("setting").asText()).isEqualTo("anonymousAuth = true");
            assertThat(finding.path("remedy").asText()).isNotEmpty();
        });
        assertThat(said.path("notKnown"))
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.path("file").asText()).isEqualTo("/etc/containerd/config.toml"));
        assertThat(said.path("health")).anySatisfy(item -> {
            assertThat(item.path("name").asText()).isEqualTo("memory");
            assertThat(item.path("state").asText()).isEqualTo("well");
        });
    }

    @Test
    void jsonTellsOnWhichRungEachFactIsToldOrWhyNoneIs() throws IOException {
        JsonNode said = new ObjectMapper()
                .readTree(doctor("--look-at", "probes", "--format", "json").out());

        if (said.has("noProbes")) {
            assertThat(said.path("noProbes").asText()).isNotEmpty();
            return;
        }
        assertThat(said.path("ladder")).hasSizeGreaterThan(20).allSatisfy(fact -> {
            assertThat(fact.path("fact").asText()).isNotEmpty();
            assertThat(fact.path("rung").asText()).isNotEmpty();
        });
        assertThat(said.has("posture")).isFalse();
    }

    @Test
    void theExitCodeFollowsTheSeverityToFailOn() throws IOException {
        write("proc/sys/kernel/osrelease", "6.18.44\n");

        assertThat(doctor("--look-at", "posture").exit()).isZero();
        assertThat(doctor("--look-at", "posture", "--fail-on", "high").exit()).isEqualTo(3);
        assertThat(doctor("--look-at", "posture", "--fail-on", "critical").exit())
                .isZero();
    }

    @Test
    void anExceptionOfAPolicyKeepsAFindingBack() throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.yaml"), """
                apiVersion: vedette.dev/v1alpha1
                kind: Policy
                metadata:
                  name: node
                spec:
                  mode: audit
                  scope:
                    host: true
                  rules: ["VDT-7*"]
                  exceptions:
                    - rule: VDT-7008
                      workload: host
                      reason: closed by the network
                      expires: 2099-01-01
                """);
        Ran ran = doctor("--look-at", "posture", "--policies", policy.toString());

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("VDT-7001").doesNotContain("VDT-7008");
    }

    @Test
    void newerRecordsAreTakenAndOlderOnesRefusedInOneSentence() throws IOException {
        Path newer = Files.writeString(folder.resolve("newer.json"), """
                {"format": 1, "date": "2026-11-22", "vulnerabilities": [{"cve": "CVE-2026-99999", "component": "kernel",
                 "severity": "low", "title": "made up", "source": "https://example.com", "fixed": ["99.0"]}]}
                """);

        Ran taken = Ran.command("doctor", "--state", state, "--update", newer.toString());
        assertThat(taken.out()).isEqualTo("The records of 2026-11-22 are in force: 1 vulnerabilities, 0 modules.\n");
        assertThat(doctor("--look-at", "posture").out())
                .contains("CVE-2026-99999")
                .doesNotContain("CVE-2024-1086");

        Ran again = Ran.command("doctor", "--state", state, "--update", newer.toString());
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.err()).startsWith("vedette: ").contains("older ones are never taken");
        assertThat(Ran.command("doctor", "--update", "/nowhere.json").err())
                .isEqualTo("vedette: /nowhere.json: there is no such file; check the path.\n");
    }

    /** This machine as it is. */
    @Test
    void thisMachinesHealthFitsOnOneScreen() {
        Ran ran = Ran.command("doctor", "--look-at", "health", "--state", state);

        assertThat(ran.out()).startsWith("health   this node ").contains("memory", "disk /", "clock", "kernel");
        assertThat(ran.out().lines().count()).isLessThan(45);
    }

    private Ran doctor(String... arguments) {
        String[] all = new String[arguments.length + 5];
        all[0] = "doctor";
        all[1] = "--root";
        all[2] = root;
        all[3] = "--state";
        all[4] = state;
        System.arraycopy(arguments, 0, all, 5, arguments.length);
        return Ran.command(all);
    }

    private void write(String path, String content) throws IOException {
        Path file = folder.resolve("root").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
