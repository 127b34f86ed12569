package dev.vedette.console;

import static dev.vedette.console.SampleFindings.NOON;
import static dev.vedette.console.SampleFindings.finding;
import static dev.vedette.console.SampleFindings.outcome;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.policy.feed.wire.Command;
import dev.vedette.policy.feed.wire.Loss;
import dev.vedette.policy.feed.wire.Status;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Severity;
import io.grpc.StatusRuntimeException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConsoleServerTest {
    private static final String TOKEN = "node-token";

    @TempDir
    Path folder;

    private ConsoleServer console;
    private TestBrowser browser;

    @BeforeEach
    void start() throws Exception {
        console = started(settings());
        browser = new TestBrowser(console.address());
    }

    @AfterEach
    void stop() {
        browser.close();
        console.close();
    }

    @Test
    void asksForASessionEverywhereButAtTheDoor() throws Exception {
        for (String path : new String[] {
            "/api/findings", "/api/findings/a", "/api/nodes", "/api/stream", "/api/session", "/api/rules/x", "/app.js"
        }) {
            assertThat(browser.get(path).statusCode()).as(path).isEqualTo(401);
        }
        assertThat(browser.post("/api/respond", "{}").statusCode()).isEqualTo(401);
        assertThat(browser.get("/").headers().firstValue("Location").orElseThrow())
                .endsWith("/sign-in");
        assertThat(browser.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(browser.get("/sign-in").body()).contains("Vedette");
    }

    @Test
    void opensOneSessionPerLink() throws Exception {
        var link = console.signInLink();

        HttpResponse<String> first = browser.signIn(link);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("HttpOnly")
                .contains("SameSite=Strict");
        assertThat(browser.get("/api/findings").statusCode()).isEqualTo(200);
        try (TestBrowser second = new TestBrowser(console.address())) {
            assertThat(second.signIn(link).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void limitsAttemptsToSignIn() throws Exception {
        int status = 0;
        for (int i = 0; i < 11; i++) {
            status = browser.postWith("", "/api/sign-in", "{\"token\":\"guess\"}")
                    .statusCode();
        }
        assertThat(status).isEqualTo(429);
    }

    @Test
    void refusesChangesWithoutTheSessionsOwnHeader() throws Exception {
        browser.signIn(console.signInLink());
        assertThat(browser.postWith("", "/api/respond", "{}").statusCode()).isEqualTo(403);
        assertThat(browser.postWith("wrong", "/api/respond", "{}").statusCode()).isEqualTo(403);
        assertThat(browser.post("/api/respond", "{}").statusCode()).isEqualTo(400);
    }

    @Test
    void endsTheSessionAtSignOut() throws Exception {
        browser.signIn(console.signInLink());
        assertThat(browser.post("/api/sign-out", "{}").statusCode()).isEqualTo(204);
        assertThat(browser.get("/api/findings").statusCode()).isEqualTo(401);
    }

    @Test
    void forbidsInlineScriptsAndFrames() throws Exception {
        assertThat(browser.get("/sign-in")
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElseThrow())
                .contains("default-src 'none'")
                .contains("script-src 'self'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void keepsOneOfEachFindingAcrossItsOwnRestart() throws Exception {
        try (TestNode node = new TestNode(console.feedPort(), TOKEN).hello("node-a")) {
            node.finding(1, finding("a")).finding(2, finding("b"));
            assertThat(node.awaitAcknowledged(2)).isTrue();
        }
        restart();
        try (TestNode node = new TestNode(console.feedPort(), TOKEN).hello("node-a")) {
            node.finding(2, finding("b")).finding(3, finding("c"));
            assertThat(node.awaitAcknowledged(3)).isTrue();
        }
        browser.signIn(console.signInLink());
        JsonNode findings = browser.json(browser.get("/api/findings")).path("findings");
        assertThat(findings.findValuesAsText("id")).containsExactly("c", "b", "a");
    }

    @Test
    void turnsAwayNodesWithoutTheToken() throws Exception {
        try (TestNode node = new TestNode(console.feedPort(), "wrong")) {
            assertThat(node.awaitFailure())
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(e.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.UNAUTHENTICATED));
        }
    }

    @Test
    void turnsAwayNodesThatDoNotSayWhoTheyAre() throws Exception {
        try (TestNode node = new TestNode(console.feedPort(), TOKEN)) {
            node.finding(1, finding("a"));
            assertThat(node.awaitFailure()).hasMessageContaining("hello");
        }
    }

    @Test
    void countsWhatItCannotReadAndGoesOn() throws Exception {
        try (TestNode node = new TestNode(console.feedPort(), TOKEN).hello("node-a")) {
            node.raw(1, "x", "{\"type\":\"find".getBytes(UTF_8)).finding(2, finding("a"));
            assertThat(node.awaitAcknowledged(2)).isTrue();
        }
        browser.signIn(console.signInLink());
        JsonNode state = browser.json(browser.get("/api/nodes"));
        assertThat(state.at("/store/malformed").asInt()).isEqualTo(1);
        assertThat(state.at("/store/stored").asInt()).isEqualTo(1);
    }

    @Test
    void narrowsTheListAndRefusesConditionsThatMakeNoSense() throws Exception {
        try (TestNode node = new TestNode(console.feedPort(), TOKEN).hello("node-a")) {
            node.finding(1, finding("a", "VDT-2002", Severity.CRITICAL, NOON));
            node.finding(2, finding("b", "VDT-2004", Severity.LOW, NOON + 60_000_000_000L));
            assertThat(node.awaitAcknowledged(2)).isTrue();
        }
        browser.signIn(console.signInLink());
        assertThat(ids("?severity=high")).containsExactly("a");
        assertThat(ids("?rule=VDT-2004")).containsExactly("b");
        assertThat(ids("?since=2026-01-31T12:00:30Z")).containsExactly("b");
        assertThat(ids("?q=core_pattern&limit=1")).containsExactly("b");
        assertThat(browser.get("/api/findings?severity=bad").statusCode()).isEqualTo(400);
        assertThat(browser.get("/api/findings?since=yesterday").statusCode()).isEqualTo(400);
        assertThat(browser.get("/api/findings/none").statusCode()).isEqualTo(404);
    }

    @Test
    void showsTheWholeFindingWithOutcomes() throws Exception {
        try (TestNode node = new TestNode(console.feedPort(), TOKEN).hello("node-a")) {
            node.finding(1, finding("a")).outcome(2, outcome("a"));
            assertThat(node.awaitAcknowledged(2)).isTrue();
        }
        browser.signIn(console.signInLink());
        JsonNode detail = browser.json(browser.get("/api/findings/a"));
        assertThat(detail.at("/finding/process/ancestors/0/name").asText()).isEqualTo("sh");
        assertThat(detail.at("/outcomes/0/status").asText()).isEqualTo("verified");
        assertThat(browser.json(browser.get("/api/rules/VDT-2002")).path("text").asText())
                .isEqualTo("# About VDT-2002");
    }

    @Test
    void pushesFindingsOutcomesAndStateToOpenPages() throws Exception {
        browser.signIn(console.signInLink());
        try (TestNode node = new TestNode(console.feedPort(), TOKEN).hello("node-a");
                BufferedReader events = reader(browser.stream(""))) {
            awaitLine(events, "event: state");
            node.status(Status.newBuilder()
                    .addLosses(Loss.newBuilder().setWhere("ring").setWhy("full").setCount(7))
                    .build());
            assertThat(awaitLine(events, "data: {\"nodes\":[{\"name\":\"node-a\"", "\"lost\":7"))
                    .contains("\"losing\":true");
            node.finding(1, finding("a"));
            awaitLine(events, "event: finding");
            assertThat(awaitLine(events, "data: ")).contains("\"id\":\"a\"");
            node.outcome(2, outcome("a"));
            awaitLine(events, "event: outcome");
        }
    }

    @Test
    void sendsWhatAPageMissed() throws Exception {
        browser.signIn(console.signInLink());
        try (TestNode node = new TestNode(console.feedPort(), TOKEN).hello("node-a")) {
            node.finding(1, finding("a")).finding(2, finding("b")).finding(3, finding("c"));
            assertThat(node.awaitAcknowledged(3)).isTrue();
            try (BufferedReader events = reader(browser.stream("1"))) {
                assertThat(awaitLine(events, "data: {\"id\":")).contains("\"id\":\"b\"");
                assertThat(awaitLine(events, "data: {\"id\":")).contains("\"id\":\"c\"");
            }
        }
    }

    @Test
    void carriesAResponseToTheNodeOfTheFinding() throws Exception {
        browser.signIn(console.signInLink("alex"));
        try (TestNode node = new TestNode(console.feedPort(), TOKEN).hello("node-a")) {
            node.finding(1, finding("a"));
            assertThat(node.awaitAcknowledged(1)).isTrue();

            assertThat(browser.post("/api/respond", "{\"action\":\"kill-process\",\"finding\":\"a\"}")
                            .statusCode())
                    .isEqualTo(202);

            Command command = node.awaitCommand();
            assertThat(command.getAction()).isEqualTo("kill-process");
            assertThat(command.getPid()).isEqualTo(4712);
            assertThat(command.getStartBootNanos()).isEqualTo(9_007_199_254_740_993L);
            assertThat(command.getContainerId()).isEqualTo(SampleFindings.SHOP.id());
            assertThat(command.getRequestedBy()).isEqualTo("alex");
        }
    }

    @Test
    void refusesResponsesThatCannotBeMeant() throws Exception {
        browser.signIn(console.signInLink());
        try (TestNode node = new TestNode(console.feedPort(), TOKEN).hello("node-b")) {
            node.finding(1, finding("a"));
            node.finding(2, finding("played", "VDT-2002", Severity.HIGH, NOON, Origin.RECORDING));
            assertThat(node.awaitAcknowledged(2)).isTrue();

            assertThat(respond("{\"action\":\"alert\",\"finding\":\"a\"}")).isEqualTo(400);
            assertThat(respond("{\"action\":\"pause\",\"finding\":\"none\"}")).isEqualTo(404);
            assertThat(respond("{\"action\":\"pause\",\"finding\":\"a\",\"container\":\"other\"}"))
                    .isEqualTo(409);
            assertThat(respond("{\"action\":\"pause\",\"finding\":\"played\"}")).isEqualTo(409);
            // The finding is of node-a, which never connected.
            assertThat(respond("{\"action\":\"pause\",\"finding\":\"a\"}")).isEqualTo(409);
        }
    }

    @Test
    void passesOptionsReasonAndDryRunOnAndSaysWhatIsWrongWithThem() throws Exception {
        browser.signIn(console.signInLink("alex"));
        try (TestNode node = new TestNode(console.feedPort(), TOKEN).hello("node-a")) {
            node.finding(1, finding("a"));
            assertThat(node.awaitAcknowledged(1)).isTrue();

            assertThat(respond("{\"action\":\"pause\",\"finding\":\"a\",\"options\":{\"cpu\":\"1\"}}"))
                    .isEqualTo(400);
            assertThat(respond("{\"action\":\"throttle\",\"finding\":\"a\",\"options\":{\"cpu\":\"much\"}}"))
                    .isEqualTo(400);
            assertThat(respond("{\"action\":\"pause\",\"finding\":\"a\",\"why\":\"" + "x".repeat(501) + "\"}"))
                    .isEqualTo(400);
            assertThat(respond("{\"action\":\"throttle\",\"finding\":\"a\",\"options\":{\"cpu\":\"100m\"},"
                            + "\"dryRun\":true,\"why\":\"mines coins\"}"))
                    .isEqualTo(202);

            Command command = node.awaitCommand();
            assertThat(command.getOptionsMap()).containsExactly(Map.entry("cpu", "100m"));
            assertThat(command.getDryRun()).isTrue();
            assertThat(command.getWhy()).isEqualTo("mines coins");
        }
    }

    @Test
    void undoesOnlyWhatLastsAndTurnsTheSwitchOnlyOfNodesThatAreThere() throws Exception {
        browser.signIn(console.signInLink("alex"));
        try (TestNode node = new TestNode(console.feedPort(), TOKEN).hello("node-a")) {
            node.finding(1, finding("a"));
            assertThat(node.awaitAcknowledged(1)).isTrue();

            assertThat(browser.post("/api/undo", "{\"node\":\"node-a\",\"id\":\"r-1\"}")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(browser.postWith("", "/api/undo", "{}").statusCode()).isEqualTo(403);
            assertThat(browser.postWith("", "/api/automatic", "{}").statusCode())
                    .isEqualTo(403);
            assertThat(browser.post("/api/automatic", "{\"node\":\"away\",\"stopped\":true}")
                            .statusCode())
                    .isEqualTo(409);
            assertThat(browser.get("/api/nodes/away/report").statusCode()).isEqualTo(404);
            assertThat(browser.json(browser.get("/api/nodes/node-a/report"))
                            .path("report")
                            .isEmpty())
                    .isTrue();
        }
    }

    @Test
    void showsWhatItCannotStoreAndStoresItLater() throws Exception {
        browser.signIn(console.signInLink());
        try (TestNode node = new TestNode(console.feedPort(), TOKEN).hello("node-a");
                BufferedReader events = reader(browser.stream(""));
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("findings.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            node.finding(1, finding("a"));
            assertThat(awaitLine(events, "data: {\"id\":\"a\"")).contains("\"sequence\":0");
            awaitLine(events, "\"trouble\":\"the store");
            assertThat(browser.get("/api/findings/a").statusCode()).isEqualTo(200);
            node.finding(2, finding("b"));
            awaitLine(events, "data: {\"id\":\"b\"");

            statement.execute("ROLLBACK");
            assertThat(node.awaitAcknowledged(2)).isTrue();
            awaitLine(events, "\"trouble\":\"\"");
        }
        assertThat(ids("")).containsExactly("b", "a");
    }

    @Test
    void saysInOneSentenceThatAPortIsTaken() {
        int taken = console.address().getPort();
        try (ConsoleServer second = new ConsoleServer(settings().withPorts(taken, 0))) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(ConsoleException.class)
                    .hasMessageContaining("127.0.0.1:" + taken)
                    .hasMessageNotContaining("\n");
        }
        try (ConsoleServer third = new ConsoleServer(settings().withPorts(0, console.feedPort()))) {
            assertThatThrownBy(third::start)
                    .isInstanceOf(ConsoleException.class)
                    .hasMessageContaining("in use");
        }
    }

    private int respond(String body) throws Exception {
        return browser.post("/api/respond", body).statusCode();
    }

    private Iterable<String> ids(String query) throws Exception {
        return browser.json(browser.get("/api/findings" + query))
                .path("findings")
                .findValuesAsText("id");
    }

    private static BufferedReader reader(HttpResponse<java.io.InputStream> stream) {
        assertThat(stream.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(stream.body(), UTF_8));
    }

    /** The next line that contains all of {@code parts}; the test's time limit ends the wait. */
    private static String awaitLine(BufferedReader events, String... parts) throws Exception {
        String line = events.readLine();
        while (line != null && !containsAll(line, parts)) {
            line = events.readLine();
        }
        assertThat(line).isNotNull();
        return line;
    }

    private static boolean containsAll(String line, String... parts) {
        for (String part : parts) {
            if (!line.contains(part)) {
                return false;
            }
        }
        return true;
    }

    private void restart() throws Exception {
        browser.close();
        console.close();
        console = started(settings());
        browser = new TestBrowser(console.address());
    }

    private ConsoleSettings settings() {
        return ConsoleSettings.local(folder, TOKEN).withPorts(0, 0).withRulePages(id -> Optional.of("# About " + id));
    }

    private static ConsoleServer started(ConsoleSettings settings) throws ConsoleException {
        ConsoleServer console = new ConsoleServer(settings);
        console.start();
        return console;
    }
}
