package dev.vedette.cli;

import dev.vedette.sensor.outputs.KafkaSettings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where services send what they have to tell: the same options for findings and for decisions at admission. */
final class FeedOptions {
    @Option(
            names = "--ndjson",
            paramLabel = "FILE",
            description = "Append findings, or decisions, to a file, one JSON object a line.")
    private Path ndjson;

    @Option(names = "--kafka", paramLabel = "HOST:PORT[,...]", description = "Send them to Kafka.")
    private String kafka;

    @Option(
            names = "--kafka-topic",
            defaultValue = "vedette-findings",
            description = "Topic (default: ${DEFAULT-VALUE}).")
    private String kafkaTopic;

    @Option(names = "--kafka-properties", paramLabel = "FILE", description = "Further producer properties (TLS, SASL).")
    private Path kafkaProperties;

    Optional<Path> ndjson() {
        return Optional.ofNullable(ndjson);
    }

    Optional<KafkaSettings> kafka() {
        return Optional.ofNullable(kafka).map(this::kafka);
    }

    private KafkaSettings kafka(String servers) {
        KafkaSettings plain = KafkaSettings.of(servers, kafkaTopic);
        return kafkaProperties == null
                ? plain
                : new KafkaSettings(
                        servers, kafkaTopic, plain.bufferBytes(), plain.patience(), PropertyFile.read(kafkaProperties));
    }
}
