package dev.vedette.sensor.outputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.metrics.Metrics.Counter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
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
                output.finding(SampleFindings.finding(i));
            }
            assertThat(read(broker, BEFORE)).hasSize(BEFORE);
            broker.stop();
            for (int i = BEFORE; i < BEFORE + WHILE_AWAY; i++) {
                output.finding(SampleFindings.finding(i));
            }
            broker.start();

            List<ConsumerRecord<String, byte[]>> records = read(broker, BEFORE + WHILE_AWAY);
            assertThat(ids(records)).hasSize(BEFORE + WHILE_AWAY);
            assertThat(records).as("written once each").hasSize(BEFORE + WHILE_AWAY);
            assertThat(byContainer(records))
                    .allSatisfy((container, numbers) -> assertThat(numbers).isSorted());
            assertThat(lost.value("kafka", "not acknowledged")).isZero();
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
                        Collectors.mapping(r -> Integer.valueOf(id(r).substring(3)), Collectors.toList())));
    }

    private Set<String> ids(List<ConsumerRecord<String, byte[]>> records) {
        return records.stream()
                .peek(record ->
                        assertThat(json.decodeFinding(record.value()).id()).isEqualTo(id(record)))
                .map(KafkaOutputTest::id)
                .collect(Collectors.toSet());
    }

    private static String id(ConsumerRecord<String, byte[]> record) {
        return new String(record.headers().lastHeader("vedette-id").value(), StandardCharsets.UTF_8);
    }

    private static List<ConsumerRecord<String, byte[]>> read(KafkaBroker broker, int expected) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker.address(),
                "group.id",
                "reader-" + expected,
                "auto.offset.reset",
                "earliest");
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("findings"));
            while (records.size() < expected && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            consumer.poll(Duration.ofMillis(300)).forEach(records::add);
        }
        return records;
    }
}
