package dev.vedette.tests.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.vedette.cli.Vedette;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Considered;
import dev.vedette.policy.model.Finding;
import dev.vedette.probes.ProbeCheck;
import dev.vedette.sensor.agent.OutputSettings;
import dev.vedette.sensor.agent.OutputSettings.MetricsSettings;
import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.cri.ContainerdTasks;
import dev.vedette.sensor.outputs.KafkaSettings;
import dev.vedette.tests.console.Chromium;
import dev.vedette.tests.kafka.KafkaBroker;
import dev.vedette.tests.kafka.KafkaTopic;
import dev.vedette.tests.support.Waiting;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One attack in a real container, followed to every place that findings go to, and answered from the page. */
@Timeout(900)
class EndToEndTest {
    private static final String TOPIC = "vedette-findings";

    @TempDir
    Path work;

    private final FindingJson json = new FindingJson();

    @Test
    void anAttackArrivesEverywhereWithTheSameIdAndIsAnsweredFromThePage() throws Exception {
        Optional<String> obstacle = ProbeCheck.obstacle();
        assumeTrue(obstacle.isEmpty(), obstacle.orElse(""));
        try (KafkaBroker broker = new KafkaBroker(Files.createDirectory(work.resolve("kafka")));
                AttackedNode node = AttackedNode.start(work, told(broker))) {
            Finding inFile = findingInFile(node.attacker());
            assertThat(inFile.container().pod().name()).isEqualTo("agent-1");
            assertThat(inFile.process().ancestors()).isNotEmpty();
            assertThat(idInTopic(broker, inFile.id())).contains(inFile.id());
            String counted = "vedette_findings_total{rule=\"" + AttackedNode.RULE + "\",severity=\"critical\",} 1.0";
            assertThat(eventually(() -> Optional.of(figures(node.sensor())).filter(text -> text.contains(counted))))
                    .contains(counted);
            assertThat(inFile.verdict().considered()).anyMatch(Considered::decided);
            assertThat(explained(inFile.id(), "--state", node.stateDirectory().toString()))
                    .isEqualTo(explained(inFile.id(), "--file", ndjson().toString()))
                    .contains(inFile.id(), "why it was answered so", "decided");
            answerFromPage(node, inFile.id());
        }
    }

    /** As a person asks for it, without the incident: the file may have less of it as yet. */
    private static String explained(String id, String... from) {
        StringWriter text = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of("explain", id.substring(0, 8)));
        arguments.addAll(List.of(from));
        int exit = Vedette.commandLine()
                .setOut(new PrintWriter(text))
                .setErr(new PrintWriter(text))
                .execute(arguments.toArray(String[]::new));
        assertThat(exit).as(text.toString()).isZero();
        return text.toString().split("part of", 2)[0];
    }

    private OutputSettings told(KafkaBroker broker) {
        return new OutputSettings(
                OutputSettings.Terminal.NOTHING,
                Optional.of(ndjson()),
                Optional.of(KafkaSettings.of(broker.address(), TOPIC)),
                Optional.empty(),
                Optional.of(new MetricsSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "")));
    }

    private Path ndjson() {
        return work.resolve("findings.ndjson");
    }

    private Finding findingInFile(String containerId) throws Exception {
        return eventually(() -> Files.exists(ndjson())
                ? Files.readAllLines(ndjson()).stream()
                        .filter(line -> line.contains("\"type\":\"finding\""))
                        .map(line -> json.decodeFinding(line.getBytes(StandardCharsets.UTF_8)))
                        .filter(finding -> finding.ruleId().equals(AttackedNode.RULE)
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
    private void answerFromPage(AttackedNode node, String id) throws Exception {
        try (Chromium chromium = new Chromium(work.resolve("browser"), ColorScheme.LIGHT, 1440, 900)) {
            Page page = chromium.context().newPage();
            page.navigate(node.console().signInLink("an analyst").toString());
            page.locator(".views a[href='#findings']").click();
            Locator row = page.locator(".row", new Page.LocatorOptions().setHasText(AttackedNode.RULE));
            row.click();
            assertThat(page.locator("#detail")).containsText("agent-1");
            Object stored = page.evaluate("id => fetch('/api/findings/' + id).then(answer => answer.status)", id);
            assertThat(stored).isEqualTo(200);
            assertThat(page.locator("#detail a[href^='#incidents/']")).isVisible();
            assertThat(page.locator("#detail .considered")).containsText("decided");

            page.locator("[data-action=pause]").click();
            page.locator("dialog button[value=yes]").click();
            assertThat(page.locator("#detail .outcome.verified")).isVisible();
        }
        ContainerdTasks tasks = node.tasks();
        assertThat(tasks.state(node.attacker())).isEqualTo(ContainerdTasks.State.PAUSED);
        tasks.resume(node.attacker());
    }

    private interface Look<T> {
        Optional<T> now() throws Exception;
    }

    private static <T> T eventually(Look<T> look) throws Exception {
        long deadline = System.nanoTime() + Waiting.LONG.toNanos();
        Optional<T> seen = look.now();
        while (seen.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(100);
            seen = look.now();
        }
        return seen.orElseThrow(() -> new AssertionError("it did not come within " + Waiting.LONG));
    }
}
