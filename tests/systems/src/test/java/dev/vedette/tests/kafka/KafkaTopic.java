package dev.vedette.tests.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic as a SIEM would. */
public final class KafkaTopic {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private KafkaTopic() {}

    /** What is in the topic once it holds {@code expected} records, or after a minute. */
    public static List<ConsumerRecord<String, byte[]>> read(KafkaBroker broker, String topic, int expected) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", broker.address(),
                "group.id", UUID.randomUUID().toString(),
                "auto.offset.reset", "earliest");
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (records.size() < expected && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            consumer.poll(Duration.ofMillis(300)).forEach(records::add);
        }
        return records;
    }

    /** The finding's id as the record's header has it. */
    public static String idOf(ConsumerRecord<String, byte[]> record) {
        return new String(record.headers().lastHeader("vedette-id").value(), StandardCharsets.UTF_8);
    }
}
