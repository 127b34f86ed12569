package dev.vedette.sensor.outputs;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * How findings reach Kafka.
 *
 * @param bootstrapServers {@code host:port}, comma-separated
 * @param bufferBytes what is kept in memory while no broker answers
 * @param patience how long a finding waits for a broker before it is counted as lost
 * @param properties further producer properties, for example for TLS and SASL; they never reach a log
 */
public record KafkaSettings(
        String bootstrapServers, String topic, long bufferBytes, Duration patience, Map<String, String> properties) {
    public KafkaSettings {
        Objects.requireNonNull(bootstrapServers, "bootstrapServers is null");
        Objects.requireNonNull(topic, "topic is null");
        properties = Map.copyOf(properties);
    }

    public static KafkaSettings of(String bootstrapServers, String topic) {
        return new KafkaSettings(bootstrapServers, topic, 8L << 20, Duration.ofMinutes(30), Map.of());
    }

    @Override
    public String toString() {
        return "KafkaSettings[" + bootstrapServers + ", topic " + topic + ", " + properties.size()
                + " more properties]";
    }
}
