package dev.vedette.tests.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.AdmissionDecision;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.metrics.Metrics.Counter;
import dev.vedette.sensor.outputs.KafkaOutput;
import dev.vedette.sensor.outputs.KafkaSettings;
import dev.vedette.sensor.outputs.OutputException;
import dev.vedette.sensor.outputs.OutputQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KafkaOutputTest {
    private static final int BEFORE = 200;
    private static final int WHILE_AWAY = 300;

    private final Metrics metrics = new Metrics();
    private final Counter lost = metrics.counter("lost_total", "Lost.", "output", "reason");
    private final Counter delivered = metrics.counter("delivered_total", "Delivered.", "output");
    private final FindingJson json = new FindingJson();

    @TempDir
    Path directory;

    @Test
    @Timeout(180)
    void losesNothingAndKeepsTheOrderOfAContainerWhileTheBrokerIsAway() throws Exception {
        try (KafkaBroker broker = new KafkaBroker(directory);
                OutputQueue output = new OutputQueue(kafka(broker), lost, delivered)) {
            for (int i = 0; i < BEFORE; i++) {
                output.finding(SampleFinding.number(i));
            }
            assertThat(KafkaTopic.read(broker, "findings", BEFORE)).hasSize(BEFORE);
            broker.stop();
            for (int i = BEFORE; i < BEFORE + WHILE_AWAY; i++) {
                output.finding(SampleFinding.number(i));
            }
            broker.start();

            List<ConsumerRecord<String, byte[]>> records = KafkaTopic.read(broker, "findings", BEFORE + WHILE_AWAY);
            assertThat(ids(records)).hasSize(BEFORE + WHILE_AWAY);
            assertThat(records).as("written once each").hasSize(BEFORE + WHILE_AWAY);
            assertThat(byContainer(records))
                    .allSatisfy((container, numbers) -> assertThat(numbers).isSorted());
            assertThat(lost.value("kafka", "not acknowledged")).isZero();
        }
    }

    @Test
    @Timeout(120)
    void hasADecisionAtAdmissionUnderItsNamespaceAndMarkedAsOne() throws Exception {
        AdmissionDecision decision = new AdmissionDecision(
                "uid-1",
                AdmissionDecision.Outcome.ALLOWED,
                true,
                new AdmissionDecision.Asker("jane", List.of("developers")),
                new AdmissionDecision.Asked("CREATE", "Pod", "", "shop", "web-1", "sha256:1"),
                List.of(),
                0,
                "",
                "",
                "node-a",
                Duration.ofMillis(2),
                1_780_000_000_000_000_000L);
        try (KafkaBroker broker = new KafkaBroker(directory);
                OutputQueue output = new OutputQueue(kafka(broker), lost, delivered)) {
            output.decision(decision);

            assertThat(KafkaTopic.read(broker, "findings", 1)).singleElement().satisfies(record -> {
                assertThat(record.key()).isEqualTo("shop");
                assertThat(KafkaTopic.idOf(record)).isEqualTo("uid-1");
                assertThat(record.headers().lastHeader("vedette-type").value())
                        .asString()
                        .isEqualTo("decision");
                assertThat(json.decodeDecision(record.value())).isEqualTo(decision);
            });
        }
    }

    private KafkaOutput kafka(KafkaBroker broker) throws OutputException {
        return new KafkaOutput(KafkaSettings.of(broker.address(), "findings"), json, lost);
    }

    private static Map<String, List<Integer>> byContainer(List<ConsumerRecord<String, byte[]>> records) {
        return records.stream()
                .collect(Collectors.groupingBy(
                        ConsumerRecord::key,
                        TreeMap::new,
                        Collectors.mapping(
                                r -> Integer.valueOf(KafkaTopic.idOf(r).substring(3)), Collectors.toList())));
    }

    private Set<String> ids(List<ConsumerRecord<String, byte[]>> records) {
        return records.stream()
                .peek(record ->
                        assertThat(json.decodeFinding(record.value()).id()).isEqualTo(KafkaTopic.idOf(record)))
                .map(KafkaTopic::idOf)
                .collect(Collectors.toSet());
    }
}
