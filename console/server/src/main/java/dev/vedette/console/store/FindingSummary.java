package dev.vedette.console.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.ProcessInfo;
import java.time.Instant;
import java.util.Locale;

/** What a list shows of a finding, and what free text is looked for in. */
public final class FindingSummary {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int SEARCHED_CHARACTERS = 4_096;

    private FindingSummary() {}

    /** The list's entry as JSON. */
    public static ObjectNode of(Finding finding) {
        ObjectNode to = JsonNodeFactory.instance.objectNode();
        to.put("id", finding.id());
        to.put("ruleId", finding.ruleId());
        to.put("title", finding.title());
        to.put("severity", finding.severity().label());
        to.put("message", finding.message());
        to.put("node", finding.node());
        to.put("time", isoTime(finding.epochNanos()));
        to.put("recording", finding.origin() == Origin.RECORDING);
        to.put("action", finding.verdict().action().label());
        to.put("enforced", finding.verdict().enforced());
        Container container = finding.container();
        to.put("containerId", container.id());
        to.put("container", container.displayName());
        to.put("image", container.image());
        if (finding.process() != null) {
            to.put("program", program(finding.process()));
            to.put("pid", finding.process().pid());
        }
        return to;
    }

    static String searched(Finding finding) {
        Container container = finding.container();
        StringBuilder words = new StringBuilder();
        for (String word : new String[] {
            finding.ruleId(),
            finding.title(),
            finding.message(),
            finding.severity().label(),
            finding.node(),
            container.displayName(),
            container.id(),
            container.image(),
            container.pod().workload()
        }) {
            words.append(word).append('\n');
        }
        if (finding.process() != null) {
            words.append(finding.process().executable().path()).append('\n');
            words.append(finding.process().commandLine()).append('\n');
        }
        finding.evidence().values().forEach(value -> words.append(value).append('\n'));
        String all = words.toString().toLowerCase(Locale.ROOT);
        return all.substring(0, Math.min(all.length(), SEARCHED_CHARACTERS));
    }

    static String isoTime(long epochNanos) {
        return Instant.ofEpochSecond(
                        Math.floorDiv(epochNanos, NANOS_PER_SECOND), Math.floorMod(epochNanos, NANOS_PER_SECOND))
                .toString();
    }

    private static String program(ProcessInfo process) {
        return process.executable().path().isEmpty()
                ? process.name()
                : process.executable().path();
    }
}
