package dev.vedette.sensor.outputs;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.AdmissionDecision;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.sensor.metrics.Metrics.Counter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends findings to a Kafka topic, and decisions at admission.
 *
 * <p>Guarantees: acknowledged by all in-sync replicas and written once per producer session (idempotent); all of one
 * container in order, since the key is the container (of a decision the namespace); the header {@code vedette-id} is the finding's own id, so that a
 * reader can drop what a restarted sensor sends again. While no broker answers, findings wait in memory up to
 * {@link KafkaSettings#bufferBytes()} and {@link KafkaSettings#patience()}; what falls out is counted, not silent.
 */
public final class KafkaOutput implements Output {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private final String topic;
    private final FindingJson json;
    private final Counter lost;
    private final KafkaProducer<String, byte[]> producer;

    /**
     * @param lost with the labels output and reason
     * @throws OutputException if the settings make no producer
     */
    public KafkaOutput(KafkaSettings settings, FindingJson json, Counter lost) throws OutputException {
        this.topic = settings.topic();
        this.json = json;
        this.lost = lost;
        try {
            this.producer =
                    new KafkaProducer<>(properties(settings), new StringSerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new OutputException(
                    "cannot send to Kafka at " + settings.bootstrapServers() + " (" + cause.getMessage()
                            + "): give reachable names as host:port",
                    e);
        }
    }

    private static Properties properties(KafkaSettings settings) {
        Properties properties = new Properties();
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "vedette-sensor");
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, "5");
        properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "2000");
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
        properties.putAll(settings.properties());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Long.toString(settings.bufferBytes()));
        String patience = Long.toString(Math.clamp(settings.patience().toMillis(), 6_000, Integer.MAX_VALUE));
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience);
        // A client without a broker asks the bootstrap names anew, and a send blocks meanwhile; so brokers may move,
        // and the queue in front of us takes the wait.
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience);
        return properties;
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public void finding(Finding finding) throws OutputException {
        send(key(finding.container()), finding.id(), FindingJson.FINDING, json.encode(finding));
    }

    @Override
    public void outcome(ResponseOutcome outcome) throws OutputException {
        send(key(outcome.container()), outcome.findingId(), FindingJson.OUTCOME, json.encode(outcome));
    }

    @Override
    public void decision(AdmissionDecision decision) throws OutputException {
        send(decision.asked().namespace(), decision.uid(), FindingJson.DECISION, json.encode(decision));
    }

    private static String key(Container container) {
        return container.onHost() ? "host" : container.id();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of the failure
    private void send(String key, String id, String type, byte[] value) throws OutputException {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, value);
        record.headers().add(header("vedette-id", id)).add(header("vedette-type", type));
        try {
            producer.send(record, (metadata, failure) -> {
                if (failure != null) {
                    lost.increment(name(), "not acknowledged");
                }
            });
        } catch (KafkaException e) {
            throw new OutputException(
                    "Kafka did not take a " + type + " (" + e.getMessage() + "): look at the broker", e);
        }
    }

    private static RecordHeader header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
