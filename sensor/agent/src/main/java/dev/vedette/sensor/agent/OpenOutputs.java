package dev.vedette.sensor.agent;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.SensorNotice;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.outputs.FindingLine;
import dev.vedette.sensor.outputs.KafkaOutput;
import dev.vedette.sensor.outputs.NdjsonOutput;
import dev.vedette.sensor.outputs.Output;
import dev.vedette.sensor.outputs.OutputCounters;
import dev.vedette.sensor.outputs.OutputException;
import dev.vedette.sensor.outputs.OutputQueue;
import dev.vedette.sensor.outputs.TerminalOutput;
import dev.vedette.sensor.outputs.console.ConsoleFeedClient;
import dev.vedette.sensor.outputs.console.ConsoleRequests;
import dev.vedette.sensor.outputs.console.NodeNews;
import dev.vedette.sensor.pipeline.Notices;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Opens the outputs that settings ask for, each behind a queue of its own. */
final class OpenOutputs {
    private final FindingJson json;
    private final Metrics metrics;
    private final Notices notices;
    private final OutputCounters counters;

    OpenOutputs(FindingJson json, Metrics metrics, Notices notices) {
        this.notices = notices;
        this.json = json;
        this.metrics = metrics;
        this.counters = OutputCounters.in(metrics);
    }

    /**
     * @param news for the console's feed
     * @param requests takes what people ask for at the console
     */
    List<OutputQueue> open(OutputSettings settings, NodeNews news, ConsoleRequests requests) throws OutputException {
        List<Output> outputs = new ArrayList<>();
        if (settings.terminal() != OutputSettings.Terminal.NOTHING) {
            boolean colour = settings.terminal() == OutputSettings.Terminal.COLOUR;
            outputs.add(new TerminalOutput(System.out, new FindingLine(colour, ZoneId.systemDefault())));
        }
        if (settings.ndjson().isPresent()) {
            outputs.add(new NdjsonOutput(settings.ndjson().get(), json));
        }
        if (settings.kafka().isPresent()) {
            outputs.add(new KafkaOutput(settings.kafka().get(), json, counters.lost()));
        }
        if (settings.console().isPresent()) {
            outputs.add(console(settings, news, requests));
        }
        return outputs.stream()
                .map(output -> new OutputQueue(
                        output,
                        counters.lost(),
                        counters.delivered(),
                        why -> notices.say(SensorNotice.Kind.OUTPUT_BEHIND, output.name(), why)))
                .toList();
    }

    private Output console(OutputSettings settings, NodeNews news, ConsoleRequests requests) throws OutputException {
        try {
            return new ConsoleFeedClient(settings.console().orElseThrow(), json, metrics, news, requests);
        } catch (IOException e) {
            throw new OutputException(
                    "the console's certificate cannot be read (" + e.getMessage() + "): name a PEM file", e);
        }
    }
}
