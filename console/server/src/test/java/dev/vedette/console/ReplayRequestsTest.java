package dev.vedette.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.console.replay.ChosenPolicies;
import dev.vedette.console.replay.Judgement;
import dev.vedette.console.replay.Recordings;
import dev.vedette.console.replay.UnjudgeableException;
import dev.vedette.policy.model.Finding;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people ask of recordings: bounded, kept, off the request's thread and given up when nobody wants it any more. */
@Timeout(60)
class ReplayRequestsTest {
    private static final String POLICIES = "\"before\":{\"policies\":\"none\"},\"after\":{\"policies\":\"built-in\"}";

    @TempDir
    Path folder;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch givenUp = new CountDownLatch(1);
    private ConsoleServer console;
    private TestBrowser browser;

    @BeforeEach
    void connect() throws Exception {
        console = new ConsoleServer(
                ConsoleSettings.local(folder, "replay-token").withPorts(0, 0).withJudge(this::judge));
        console.start();
        browser = new TestBrowser(console.address());
        browser.signIn(console.signInLink("alex"));
    }

    @AfterEach
    void disconnect() {
        browser.close();
        console.close();
    }

    /** Says what its recording has it say. */
    private Judgement judge(Path recording, ChosenPolicies before, ChosenPolicies after)
            throws UnjudgeableException, InterruptedException {
        String content;
        try {
            content = Files.readString(recording);
        } catch (IOException e) {
            throw new UnjudgeableException(e.getMessage(), e);
        }
        if (content.equals("endless")) {
            begun.countDown();
            try {
                TimeUnit.MINUTES.sleep(5);
            } catch (InterruptedException e) {
                givenUp.countDown();
                throw e;
            }
        }
        if (content.equals("broken")) {
            throw new UnjudgeableException("it is broken", null);
        }
        List<Finding> fresh = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            fresh.add(SampleFindings.finding("f" + i));
        }
        return new Judgement(List.of(), fresh, List.of(), 7, 1_000, 0, Duration.ofSeconds(4));
    }

    @Test
    void tellsWhatCameOfItBoundedWithTheNumberOfAll() throws Exception {
        String name = uploaded("some day.rec", "good");
        assertThat(name).isEqualTo("some-day.rec");

        JsonNode over = awaitOver(begin(name));

        assertThat(over.path("state").asText()).isEqualTo("done");
        assertThat(over.at("/judgement/newCount").asInt()).isEqualTo(300);
        assertThat(over.at("/judgement/new")).hasSize(200);
        assertThat(over.at("/judgement/alike").asInt()).isEqualTo(7);
        assertThat(kept()).containsExactly("alex recording-added", "alex replay");
    }

    @Test
    void saysWhyOneCannotBeJudged() throws Exception {
        JsonNode over = awaitOver(begin(uploaded("b.rec", "broken")));
        assertThat(over.path("state").asText()).isEqualTo("failed");
        assertThat(over.path("message").asText()).isEqualTo("it is broken");
    }

    @Test
    void givesUpWhatIsCancelledAndRefusesWhatWaitsTooLong() throws Exception {
        String name = uploaded("e.rec", "endless");
        String running = begin(name);
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        List<String> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiting.add(begin(name));
        }
        assertThat(browser.post("/api/replays", "{\"recording\":\"e.rec\"," + POLICIES + "}")
                        .statusCode())
                .isEqualTo(429);

        for (String id : waiting) {
            assertThat(browser.delete("/api/replays/" + id).statusCode()).isEqualTo(200);
        }
        assertThat(browser.delete("/api/replays/" + running).body()).contains("cancelled");
        assertThat(givenUp.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(awaitOver(begin(uploaded("good.rec", "good"))).path("state").asText())
                .isEqualTo("done");
    }

    @Test
    void keepsRecordingsForItsOwnerAloneAndFewOfThem() throws Exception {
        for (int i = 0; i < Recordings.MOST; i++) {
            uploaded("r" + i + ".rec", "good");
        }
        Path file = folder.resolve("recordings").resolve("r0.rec");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        HttpResponse<String> refused = browser.post("/api/recordings?name=more.rec", "good");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("remove one first");

        assertThat(browser.delete("/api/recordings/r0.rec").statusCode()).isEqualTo(204);
        assertThat(file).doesNotExist();
        assertThat(browser.post("/api/recordings?name=r1.rec", "good").body()).contains("already");
        assertThat(browser.post("/api/recordings?name=empty.rec", "").body()).contains("empty");
    }

    @Test
    void asksForTheSessionsOwnHeader() throws Exception {
        assertThat(browser.postWith("", "/api/recordings?name=a.rec", "x").statusCode())
                .isEqualTo(403);
        assertThat(browser.postWith("", "/api/replays", "{}").statusCode()).isEqualTo(403);
        assertThat(folder.resolve("recordings")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"recording":"../findings.db",%s}                                                | 404 | there is no recording
            {"recording":"none.rec",%s}                                                      | 404 | there is no recording
            {"recording":"a.rec","before":{"policies":"none"}}                               | 400 | after: policies must be
            {"recording":"a.rec","after":{},"before":{"policies":"all"}}                     | 400 | before: policies must be
            {"recording":"a.rec","before":{"policies":"documents"},"after":{}}               | 400 | documents are given
            {"recording":"a.rec","before":{"policies":"none","file":"/etc/shadow"}}          | 400 | there is no 'file'
            {"recording":"a.rec","rules":"x",%s}                                             | 400 | there is no 'rules'
            """)
    void refusesWhatIsNotSaidInSoManyWords(String body, int status, String says) throws Exception {
        uploaded("a.rec", "good");
        HttpResponse<String> answer = browser.post("/api/replays", body.formatted(POLICIES));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(says);
    }

    private String uploaded(String name, String content) throws Exception {
        HttpResponse<String> answer = browser.post("/api/recordings?name=" + name.replace(" ", "%20"), content);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return browser.json(answer).path("name").asText();
    }

    private String begin(String name) throws Exception {
        HttpResponse<String> answer = browser.post("/api/replays", "{\"recording\":\"" + name + "\"," + POLICIES + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return browser.json(answer).path("id").asText();
    }

    private JsonNode awaitOver(String id) throws Exception {
        while (true) {
            JsonNode now = browser.json(browser.get("/api/replays/" + id));
            if (!List.of("waiting", "running").contains(now.path("state").asText())) {
                return now;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private List<String> kept() throws Exception {
        List<String> kept = new ArrayList<>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("findings.db"));
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT requested_by, action FROM commands ORDER BY epoch_nanos")) {
            while (rows.next()) {
                kept.add(rows.getString(1) + " " + rows.getString(2));
            }
        }
        return kept;
    }
}
