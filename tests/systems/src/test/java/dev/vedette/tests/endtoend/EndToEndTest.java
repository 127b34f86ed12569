package dev.vedette.tests.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.vedette.console.ConsoleServer;
import dev.vedette.console.ConsoleSettings;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Finding;
import dev.vedette.probes.ProbeCheck;
import dev.vedette.sensor.agent.OutputSettings;
import dev.vedette.sensor.agent.OutputSettings.MetricsSettings;
import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.agent.SensorSettings;
import dev.vedette.sensor.cri.ContainerdTasks;
import dev.vedette.sensor.demo.runtime.ContainerdPrograms;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.sensor.demo.tour.DemoImage;
import dev.vedette.sensor.demo.tour.ObedientContainer;
import dev.vedette.sensor.demo.tour.Stage;
import dev.vedette.sensor.outputs.KafkaSettings;
import dev.vedette.sensor.outputs.console.ConsoleFeedSettings;
import dev.vedette.tests.console.Chromium;
import dev.vedette.tests.kafka.KafkaBroker;
import dev.vedette.tests.kafka.KafkaTopic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One attack in a real container, followed to every place that findings go to, and answered from the page. */
@Timeout(240)
class EndToEndTest {
    private static final String TOKEN = "end-to-end-token";
    private static final String TOPIC = "vedette-findings";
    private static final String RULE = "VDT-2002";

    @TempDir
    Path work;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final FindingJson json = new FindingJson();

    @AfterEach
    void putBack() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Test
    void anAttackArrivesEverywhereWithTheSameIdAndIsAnsweredFromThePage() throws Exception {
        Optional<String> obstacle = ProbeCheck.obstacle();
        assumeTrue(obstacle.isEmpty(), obstacle.orElse(""));
        KafkaBroker broker = opened(new KafkaBroker(Files.createDirectory(work.resolve("kafka"))));
        ConsoleServer console = opened(new ConsoleServer(
                ConsoleSettings.local(work.resolve("console"), TOKEN).withPorts(0, 0)));
        console.start();
        ContainerdPrograms programs = ContainerdPrograms.find().orElseThrow();
        PrivateContainerd containerd = opened(PrivateContainerd.start(programs, work.resolve("c")));
        DemoImage.importInto(containerd, work.resolve("image"));
        Sensor sensor = opened(new Sensor(settings(broker, console, containerd)));
        sensor.start();
        Stage stage = opened(new Stage(containerd, programs));

        ObedientContainer attacker =
                stage.obedient("ops", "agent-1", pod -> pod.privileged(), container -> container.privileged());
        attacker.order("exec 3>>/proc/sys/kernel/core_pattern");

        Finding inFile = findingInFile(attacker.container().id());
        assertThat(inFile.container().pod().name()).isEqualTo("agent-1");
        assertThat(inFile.process().ancestors()).isNotEmpty();
        assertThat(idInTopic(broker, inFile.id())).contains(inFile.id());
        assertThat(figures(sensor))
                .contains("vedette_findings_total{rule=\"" + RULE + "\",severity=\"critical\",} 1.0");
        answerFromPage(console, containerd, attacker.container().id(), inFile.id());
    }

    private SensorSettings settings(KafkaBroker broker, ConsoleServer console, PrivateContainerd containerd) {
        OutputSettings outputs = new OutputSettings(
                OutputSettings.Terminal.NOTHING,
                Optional.of(ndjson()),
                Optional.of(KafkaSettings.of(broker.address(), TOPIC)),
                Optional.of(new ConsoleFeedSettings(
                        "127.0.0.1", console.feedPort(), TOKEN, Optional.empty(), "node-a", "test")),
                Optional.of(new MetricsSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "")));
        return new SensorSettings(
                "node-a",
                work.resolve("state"),
                List.of(containerd.endpoint()),
                Optional.empty(),
                List.of(),
                outputs,
                SensorSettings.Tuning.defaults(),
                Optional.empty());
    }

    private Path ndjson() {
        return work.resolve("findings.ndjson");
    }

    private Finding findingInFile(String containerId) throws Exception {
        return eventually(() -> Files.exists(ndjson())
                ? Files.readAllLines(ndjson()).stream()
                        .filter(line -> line.contains("\"type\":\"finding\""))
                        .map(line -> json.decodeFinding(line.getBytes(StandardCharsets.UTF_8)))
                        .filter(finding -> finding.ruleId().equals(RULE)
                                && finding.container().id().equals(containerId))
                        .findFirst()
                : Optional.empty());
    }

    private static List<String> idInTopic(KafkaBroker broker, String id) throws Exception {
        return eventually(() -> {
            List<String> ids = KafkaTopic.read(broker, TOPIC, 1).stream()
                    .map((ConsumerRecord<String, byte[]> record) -> KafkaTopic.idOf(record))
                    .toList();
            return Optional.of(ids).filter(found -> found.contains(id));
        });
    }

    private static String figures(Sensor sensor) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + sensor.metricsPort() + "/metrics");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /** Finds the very finding on the page, has the container paused there, and looks whether it is. */
    private void answerFromPage(ConsoleServer console, PrivateContainerd containerd, String containerId, String id)
            throws Exception {
        try (Chromium chromium = new Chromium(work.resolve("browser"), ColorScheme.LIGHT, 1440, 900)) {
            Page page = chromium.context().newPage();
            page.navigate(console.signInLink("an analyst").toString());
            Locator row = page.locator(".row", new Page.LocatorOptions().setHasText(RULE));
            row.click();
            assertThat(page.locator("#detail")).containsText("agent-1");
            Object stored = page.evaluate("id => fetch('/api/findings/' + id).then(answer => answer.status)", id);
            assertThat(stored).isEqualTo(200);

            page.locator("[data-action=pause]").click();
            page.locator("dialog button[value=yes]").click();
            assertThat(page.locator("#detail .outcome.verified")).isVisible();
        }
        ContainerdTasks tasks = new ContainerdTasks(containerd.client().connection());
        assertThat(tasks.state(containerId)).isEqualTo(ContainerdTasks.State.PAUSED);
        tasks.resume(containerId);
    }

    private interface Look<T> {
        Optional<T> now() throws Exception;
    }

    private static <T> T eventually(Look<T> look) throws Exception {
        long deadline = System.nanoTime() + 30_000_000_000L;
        Optional<T> seen = look.now();
        while (seen.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(100);
            seen = look.now();
        }
        return seen.orElseThrow(() -> new AssertionError("it did not come within 30 s"));
    }

    private <T extends AutoCloseable> T opened(T thing) {
        open.push(thing);
        return thing;
    }
}
