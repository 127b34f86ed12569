package dev.vedette.console;

import static dev.vedette.console.SampleFindings.NOON;
import static dev.vedette.console.SampleFindings.finding;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Severity;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the page asks of incidents. */
@Timeout(60)
class IncidentRequestsTest {
    private static final String TOKEN = "incidents-token";
    private static final long SECOND = 1_000_000_000L;
    private static final long DAY = 86_400 * SECOND;

    @TempDir
    Path folder;

    private ConsoleServer console;
    private TestBrowser browser;

    @BeforeEach
    void connect() throws Exception {
        start();
    }

    private void start() throws Exception {
        console = new ConsoleServer(ConsoleSettings.local(folder, TOKEN).withPorts(0, 0));
        console.start();
        browser = new TestBrowser(console.address());
        browser.signIn(console.signInLink("alex"));
    }

    @AfterEach
    void disconnect() {
        browser.close();
        console.close();
    }

    private void some() throws Exception {
        try (TestNode node = new TestNode(console.feedPort(), TOKEN).hello("node-a");
                TestNode other = new TestNode(console.feedPort(), TOKEN).hello("node-b")) {
            node.finding(1, finding("a", "VDT-3001", Severity.HIGH, NOON));
            node.finding(2, finding("b", "VDT-2002", Severity.CRITICAL, NOON + SECOND));
            node.finding(3, finding("c", "VDT-3004", Severity.LOW, NOON - DAY));
            assertThat(node.awaitAcknowledged(3)).isTrue();
            other.finding(1, finding("d", "VDT-2002", Severity.CRITICAL, NOON + 2 * SECOND, Origin.LIVE, "node-b"));
            assertThat(other.awaitAcknowledged(1)).isTrue();
        }
    }

    @Test
    void putsTogetherWhatSeveralNodesTellTheGravestFirst() throws Exception {
        some();
        JsonNode answer = get("/api/incidents");

        assertThat(answer.path("count").asInt()).isEqualTo(2);
        JsonNode gravest = answer.path("incidents").path(0);
        assertThat(gravest.path("id").asText()).isEqualTo("a");
        assertThat(gravest.path("severity").asText()).isEqualTo("critical");
        assertThat(gravest.path("count").asInt()).isEqualTo(3);
        assertThat(gravest.path("nodes").toString()).isEqualTo("[\"node-a\",\"node-b\"]");
        assertThat(gravest.path("cause").path("ruleId").asText()).isEqualTo("VDT-3001");
        assertThat(gravest.path("seconds").asDouble()).isEqualTo(2);
    }

    @Test
    void areTheSameAfterARestartAndFoundByAnyOfTheirFindings() throws Exception {
        some();
        JsonNode before = get("/api/incidents");
        disconnect();
        start();

        assertThat(get("/api/incidents")).isEqualTo(before);
        JsonNode one = get("/api/incidents/b");
        assertThat(one.path("id").asText()).isEqualTo("a");
        assertThat(one.path("timeline").findValuesAsText("id")).containsExactly("a", "b", "d");
        assertThat(get("/api/findings/d").path("incident").asText()).isEqualTo("a");
    }

    @Test
    void areNarrowedBySeverityAndWords() throws Exception {
        some();
        assertThat(get("/api/incidents?severity=high").path("count").asInt()).isEqualTo(1);
        assertThat(get("/api/incidents?q=vdt-3004").path("incidents").findValuesAsText("id"))
                .contains("c")
                .doesNotContain("a");
        assertThat(get("/api/incidents?q=nobody+said+so").path("count").asInt()).isZero();
        assertThat(browser.get("/api/incidents?severity=worst").statusCode()).isEqualTo(400);
    }

    @Test
    void thatAreNoneAreSaidSo() throws Exception {
        assertThat(get("/api/incidents").path("count").asInt()).isZero();
        var answer = browser.get("/api/incidents/nothing");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(browser.json(answer).path("error").asText()).isEqualTo("no incident has a finding nothing");
    }

    private JsonNode get(String path) throws Exception {
        var answer = browser.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return browser.json(answer);
    }
}
