package dev.vedette.console;

import static dev.vedette.console.SampleFindings.NOON;
import static dev.vedette.console.SampleFindings.SHOP;
import static dev.vedette.console.SampleFindings.finding;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.vedette.policy.feed.FeedLimits;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.feed.wire.Command;
import dev.vedette.policy.feed.wire.Status;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.ResponseOutcome.Trail;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people ask of nodes: only what is said in so many words is passed on, and all of it is kept. */
@Timeout(60)
class RequestsTest {
    private static final String TOKEN = "requests-token";

    @TempDir
    Path folder;

    private ConsoleServer console;
    private TestBrowser browser;
    private TestNode node;

    @BeforeEach
    void connect() throws Exception {
        console = new ConsoleServer(ConsoleSettings.local(folder, TOKEN).withPorts(0, 0));
        console.start();
        browser = new TestBrowser(console.address());
        browser.signIn(console.signInLink("alex"));
        node = new TestNode(console.feedPort(), TOKEN).hello("node-a").finding(1, finding("a"));
        assertThat(node.awaitAcknowledged(1)).isTrue();
    }

    @AfterEach
    void disconnect() {
        node.close();
        browser.close();
        console.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            respond   | {"action":"pause","finding":"a","dryRun":"yes"}         | dryRun must be true or false
            respond   | {"action":"pause","finding":"a","dryRun":1}             | dryRun must be true or false
            respond   | {"action":"pause","finding":"a","dryRun":null}          | dryRun must be true or false
            respond   | {"action":"pause","finding":"a","dry_run":true}         | there is no 'dry_run' here
            respond   | {"action":"throttle","finding":"a","options":"cpu=1"}   | options must be an object
            respond   | {"action":"throttle","finding":"a","options":{"cpu":1}} | cpu must be a text
            undo      | {"node":"node-a","id":"r-1","dryRun":true}              | there is no 'dryRun' here
            automatic | {"node":"node-a"}                                       | stopped must be true or false
            automatic | {"node":"node-a","stopped":"true"}                      | stopped must be true or false
            automatic | {"node":"node-a","stop":true,"stopped":false}           | there is no 'stop' here
            """)
    void doesNothingOfWhatIsNotSaidInSoManyWords(String what, String body, String says) throws Exception {
        var answer = browser.post("/api/" + what, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(browser.json(answer).path("error").asText()).contains(says);
        assertThat(kept()).isEmpty();
    }

    @Test
    void keepsWhoAskedForWhatWithAllThatWasSaidOfIt() throws Exception {
        lasting(outcome("r-1", ResponseAction.PAUSE));
        post(
                "respond",
                "{\"action\":\"throttle\",\"finding\":\"a\",\"dryRun\":true,\"options\":"
                        + "{\"for\":\"10m\",\"cpu\":\"100m\"},\"why\":\"mines coins\"}");
        post("undo", "{\"node\":\"node-a\",\"id\":\"r-1\"}");
        post("automatic", "{\"node\":\"node-a\",\"stopped\":true}");
        post("automatic", "{\"node\":\"node-a\",\"stopped\":false}");

        assertThat(kept())
                .containsExactly(
                        "alex node-a throttle " + SHOP.id() + " a 1 {\"cpu\":\"100m\",\"for\":\"10m\"}  mines coins",
                        "alex node-a undo " + SHOP.id() + " a 0 {} r-1 ",
                        "alex node-a stop-all   0 {}  ",
                        "alex node-a resume-all   0 {}  ");
        assertThat(node.awaitSwitch().getStopped()).isTrue();
        assertThat(node.awaitSwitch().getStopped()).isFalse();
    }

    @Test
    void turnsTheSwitchOfNodesThatItKnowsOnly() throws Exception {
        String forged = "{\"node\":\"node-a\\nalex asks for nothing\",\"stopped\":true}";
        assertThat(browser.post("/api/automatic", forged).statusCode()).isEqualTo(409);
        assertThat(kept()).isEmpty();
        try (TestNode twoLines = new TestNode(console.feedPort(), TOKEN).hello("node\nb")) {
            assertThat(twoLines.awaitFailure()).hasMessageContaining("not in one line");
        }
    }

    @Test
    void undoesBesideResponsesThatItCannotRead() throws Exception {
        ByteString newer = ByteString.copyFromUtf8(encoded(outcome("r-2", ResponseAction.PAUSE))
                .toStringUtf8()
                .replace("\"pause\"", "\"a-step-of-tomorrow\""));
        lasting(List.of(
                ByteString.copyFromUtf8("{\"type\":\"outc"),
                ByteString.copyFromUtf8("7"),
                newer,
                encoded(outcome("r-1", ResponseAction.PAUSE))));

        post("undo", "{\"node\":\"node-a\",\"id\":\"r-1\"}");
        assertThat(node.awaitCommand().getUndoOf()).isEqualTo("r-1");
        post("undo", "{\"node\":\"node-a\",\"id\":\"r-2\"}");
        Command command = node.awaitCommand();
        assertThat(command.getUndoOf()).isEqualTo("r-2");
        assertThat(command.getContainerId()).isEqualTo(SHOP.id());
    }

    @Test
    void tellsTheWindowsOfWaitsThatEndedLaterThanWhatIsHeldAndKeepsTheGoodOnes() throws Exception {
        node.waits(window("12:00:00"));
        node.waits(ByteString.copyFromUtf8("{\"end\":null,\"lines\":[]}"));
        node.waits(ByteString.copyFromUtf8("no JSON"));
        node.waits(window("12:00:05"));
        node.finding(2, finding("b"));
        assertThat(node.awaitAcknowledged(2)).isTrue();

        assertThat(ends("")).containsExactly("2026-01-31T12:00:00Z", "2026-01-31T12:00:05Z");
        assertThat(ends("?after=2026-01-31T12:00:00Z")).containsExactly("2026-01-31T12:00:05Z");
        assertThat(browser.json(browser.get("/api/nodes"))
                        .at("/nodes/0/waitsCame")
                        .asText())
                .isEqualTo("2026-01-31T12:00:05Z");
        assertThat(browser.get("/api/nodes/away/waits").statusCode()).isEqualTo(404);
        assertThat(browser.get("/api/nodes/node-a/waits?after=noon").statusCode())
                .isEqualTo(400);

        // A clock that was set back: what came before belongs to another time.
        node.waits(window("11:00:00"));
        node.finding(3, finding("c"));
        assertThat(node.awaitAcknowledged(3)).isTrue();
        assertThat(ends("")).containsExactly("2026-01-31T11:00:00Z");
    }

    private static ByteString window(String end) {
        return ByteString.copyFromUtf8("{\"end\":\"2026-01-31T" + end + "Z\",\"windowNanos\":5000000000,\"lines\":[]}");
    }

    private List<String> ends(String query) throws Exception {
        return browser.json(browser.get("/api/nodes/node-a/waits" + query))
                .at("/windows")
                .findValuesAsText("end");
    }

    @Test
    void takesAReportAndAStatusOfTheGreatestLength() throws Exception {
        String report = "{\"posture\":\"" + "x".repeat(FeedLimits.CONTENT_BYTES - 16) + "\"}";
        node.report(ByteString.copyFromUtf8(report));
        List<ByteString> lasting = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            lasting.add(encoded(outcome("r-" + i, ResponseAction.PAUSE)));
        }
        lasting(lasting);

        JsonNode came = browser.json(browser.get("/api/nodes/node-a/report"));
        assertThat(came.at("/report/posture").asText()).hasSize(FeedLimits.CONTENT_BYTES - 16);
        node.finding(2, finding("b"));
        assertThat(node.awaitAcknowledged(2)).isTrue();
    }

    private void lasting(ResponseOutcome outcome) throws Exception {
        lasting(List.of(encoded(outcome)));
    }

    /** Messages of a stream are handled in order: once a delivery after it is acknowledged, the status is there. */
    private void lasting(List<ByteString> all) throws Exception {
        node.status(Status.newBuilder().addAllLasting(all).setLastingLeftOut(3).build());
        node.finding(9, finding("after"));
        assertThat(node.awaitAcknowledged(9)).isTrue();
        JsonNode state = browser.json(browser.get("/api/nodes")).at("/nodes/0");
        assertThat(state.path("lastingLeftOut").asInt()).isEqualTo(3);
    }

    private void post(String what, String body) throws Exception {
        var answer = browser.post("/api/" + what, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private static ByteString encoded(ResponseOutcome outcome) {
        return ByteString.copyFrom(new FindingJson().encode(outcome));
    }

    private static ResponseOutcome outcome(String id, ResponseAction action) {
        return new ResponseOutcome(
                "a",
                action,
                "node-a",
                SHOP,
                SHOP.id(),
                ResponseOutcome.Status.VERIFIED,
                "",
                "",
                "alex",
                NOON,
                new Trail(id, "", "", "", "", 0));
    }

    private List<String> kept() throws Exception {
        try (var store = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("findings.db"));
                var statement = store.createStatement();
                ResultSet rows = statement.executeQuery("SELECT requested_by || ' ' || node || ' ' || action || ' ' ||"
                        + " container_id || ' ' || finding_id || ' ' || dry_run || ' ' || options || ' ' || undo_of ||"
                        + " ' ' || why FROM commands ORDER BY rowid")) {
            List<String> kept = new ArrayList<>();
            while (rows.next()) {
                kept.add(rows.getString(1));
            }
            return kept;
        }
    }
}
