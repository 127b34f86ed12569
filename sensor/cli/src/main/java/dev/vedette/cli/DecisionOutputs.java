package dev.vedette.cli;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.AdmissionDecision;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.outputs.KafkaOutput;
import dev.vedette.sensor.outputs.NdjsonOutput;
import dev.vedette.sensor.outputs.Output;
import dev.vedette.sensor.outputs.OutputCounters;
import dev.vedette.sensor.outputs.OutputException;
import dev.vedette.sensor.outputs.OutputQueue;
import java.util.ArrayList;
import java.util.List;

/** Hands decisions at admission to the outputs that are asked for. Thread-safe; never blocks. */
final class DecisionOutputs {
    private final List<OutputQueue> queues = new ArrayList<>();

    /**
     * @param open closes them in the end
     * @param metrics counts what they took and what not
     */
    DecisionOutputs(FeedOptions feed, OpenThings open, Metrics metrics) {
        OutputCounters counters = OutputCounters.in(metrics);
        FindingJson json = new FindingJson();
        try {
            List<Output> outputs = new ArrayList<>();
            if (feed.ndjson().isPresent()) {
                outputs.add(new NdjsonOutput(feed.ndjson().get(), json));
            }
            if (feed.kafka().isPresent()) {
                outputs.add(new KafkaOutput(feed.kafka().get(), json, counters.lost()));
            }
            outputs.forEach(
                    output -> queues.add(open.add(new OutputQueue(output, counters.lost(), counters.delivered()))));
        } catch (OutputException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
    }

    void decided(AdmissionDecision decision) {
        queues.forEach(queue -> queue.decision(decision));
    }
}
