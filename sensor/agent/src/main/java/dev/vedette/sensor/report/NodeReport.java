package dev.vedette.sensor.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.RuleInfo;
import dev.vedette.probes.FactStatus;
import dev.vedette.probes.ProbeStatus;
import dev.vedette.sensor.config.ConfigProblem;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The node's report for the console, made anew only when something of it has changed. Thread-safe.
 *
 * <p>Fields: {@code posture} with {@code lookedTime}, {@code rules} ({@code id, title, severity, verdict, findings}, one
 * for each rule about the node that is loaded) and {@code notKnown}; {@code images}; {@code ladder}; {@code missing}.
 * A verdict is {@code found}, {@code clear}, or {@code waiting} before the first look.
 */
public final class NodeReport implements Supplier<ByteString> {
    private static final String POSTURE = "VDT-7";
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** What the console takes at once is 4 MiB; names are bounded by the kernel and the runtime at 4 KiB. */
    private static final int MOST_IMAGES = 300;

    private static final int MOST_PER_RULE = 50;

    private final RuleCatalog catalog;
    private final Judged judged;
    private final Supplier<PostureLooks> looks;
    private final Supplier<Set<String>> containers;
    private final Kernel kernel;
    private Key madeOf;
    private ByteString made = ByteString.EMPTY;

    /** How far the kernel tells. */
    public record Kernel(Supplier<List<FactStatus>> facts, Supplier<List<ProbeStatus>> probes) {}

    private record Key(
            long changes,
            PostureLooks looks,
            Set<String> containers,
            List<FactStatus> facts,
            List<ProbeStatus> probes) {}

    /** @param containers the ids of those that are there */
    public NodeReport(
            RuleCatalog catalog,
            Judged judged,
            Supplier<PostureLooks> looks,
            Supplier<Set<String>> containers,
            Kernel kernel) {
        this.catalog = catalog;
        this.judged = judged;
        this.looks = looks;
        this.containers = containers;
        this.kernel = kernel;
    }

    @Override
    public synchronized ByteString get() {
        Key now = new Key(
                judged.changes(),
                looks.get(),
                containers.get(),
                kernel.facts().get(),
                kernel.probes().get());
        if (!now.equals(madeOf)) {
            made = ByteString.copyFromUtf8(json(now).toString());
            madeOf = now;
        }
        return made;
    }

    private ObjectNode json(Key of) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        posture(of.looks(), root.putObject("posture"));
        images(of.containers(), root.putArray("images"));
        ArrayNode ladder = root.putArray("ladder");
        of.facts().forEach(fact -> ReportJson.fact(fact, ladder.addObject()));
        ArrayNode missing = root.putArray("missing");
        of.probes().stream()
                .filter(ProbeStatus::missing)
                .forEach(probe -> ReportJson.missing(probe, missing.addObject()));
        return root;
    }

    private void posture(PostureLooks last, ObjectNode to) {
        boolean looked = last.epochNanos() > 0;
        to.put("lookedTime", looked ? time(last.epochNanos()) : "");
        List<Finding> found = judged.posture(last.holding());
        ArrayNode rules = to.putArray("rules");
        for (RuleInfo rule : catalog.all()) {
            if (rule.id().startsWith(POSTURE)) {
                rule(rule, found, looked, rules.addObject());
            }
        }
        ArrayNode unknown = to.putArray("notKnown");
        for (ConfigProblem problem : last.problems()) {
            ReportJson.problem(problem, unknown.addObject());
        }
    }

    private static void rule(RuleInfo rule, List<Finding> all, boolean looked, ObjectNode to) {
        List<Finding> found = all.stream()
                .filter(finding -> finding.ruleId().equals(rule.id()))
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .limit(MOST_PER_RULE)
                .toList();
        to.put("id", rule.id())
                .put("title", rule.title())
                .put(
                        "severity",
                        (found.isEmpty() ? rule.severity() : found.getFirst().severity()).label())
                .put("verdict", found.isEmpty() ? looked ? "clear" : "waiting" : "found");
        ArrayNode findings = to.putArray("findings");
        for (Finding finding : found) {
            ObjectNode one = findings.addObject();
            ReportJson.posture(finding, one);
            one.put("findingId", finding.id());
            one.put(
                    "container",
                    finding.container().onHost() ? "" : finding.container().displayName());
            one.put("time", time(finding.epochNanos()));
        }
    }

    private void images(Set<String> present, ArrayNode to) {
        for (Judged.Image image :
                judged.images(present).stream().limit(MOST_IMAGES).toList()) {
            ObjectNode one = to.addObject();
            ReportJson.image(image.seen(), one);
            one.put("pinned", image.seen().name().pinned());
            one.put("movedTo", image.seen().tag().newer());
            one.put("movedFrom", image.seen().tag().earlier());
            one.put("signatureDetail", image.seen().signature().detail());
            one.put("admission", image.admission());
            one.put("lookedTime", time(image.seen().epochNanos()));
            ArrayNode rules = one.putArray("findings");
            image.rules().stream().sorted().forEach(rules::add);
        }
    }

    private static String time(long epochNanos) {
        return Instant.ofEpochSecond(epochNanos / NANOS_PER_SECOND, epochNanos % NANOS_PER_SECOND)
                .toString();
    }
}
