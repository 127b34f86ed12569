package dev.vedette.sensor.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.feed.FeedLimits;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.RuleInfo;
import dev.vedette.probes.FactStatus;
import dev.vedette.probes.ProbeStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The node's report for the console, made anew only when something of it has changed. Thread-safe.
 *
 * <p>Fields: {@code posture} with {@code lookedTime}, {@code rules} ({@code id, title, severity, verdict, findings}, one
 * for each rule about the node that is loaded) and {@code notKnown}; {@code images}; {@code ladder}; {@code missing};
 * {@code leftOut} with {@code findings}, {@code notKnown} and {@code images}: how many there were no room for.
 * A verdict is {@code found}, {@code clear}, or {@code waiting} before the first look.
 */
public final class NodeReport implements Supplier<ByteString> {
    private static final String POSTURE = "VDT-7";
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** Together less than {@link FeedLimits#CONTENT_BYTES}: rules, rungs and hooks are as many as this program has. */
    private static final int FINDINGS_BYTES = 3 << 19;

    private static final int UNKNOWN_BYTES = 1 << 19;
    private static final int IMAGES_BYTES = 3 << 19;

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
        ObjectNode leftOut = JsonNodeFactory.instance.objectNode();
        posture(of.looks(), root.putObject("posture"), leftOut);
        images(of.containers(), root.putArray("images"), leftOut);
        ArrayNode ladder = root.putArray("ladder");
        of.facts().forEach(fact -> ReportJson.fact(fact, ladder.addObject()));
        ArrayNode missing = root.putArray("missing");
        of.probes().stream()
                .filter(ProbeStatus::missing)
                .forEach(probe -> ReportJson.missing(probe, missing.addObject()));
        root.set("leftOut", leftOut);
        return root;
    }

    private void posture(PostureLooks last, ObjectNode to, ObjectNode leftOut) {
        boolean looked = last.epochNanos() > 0;
        to.put("lookedTime", looked ? time(last.epochNanos()) : "");
        List<Finding> found = judged.posture(last.holding());
        ArrayNode rules = to.putArray("rules");
        Room room = new Room(FINDINGS_BYTES);
        int cut = 0;
        for (RuleInfo rule : catalog.all()) {
            if (rule.id().startsWith(POSTURE)) {
                cut += rule(rule, found, looked, rules.addObject(), room);
            }
        }
        leftOut.put("findings", cut);
        leftOut.put(
                "notKnown",
                fill(to.putArray("notKnown"), last.problems(), ReportJson::problem, new Room(UNKNOWN_BYTES)));
    }

    /** @return how many of its findings there is no room for */
    private static int rule(RuleInfo rule, List<Finding> all, boolean looked, ObjectNode to, Room room) {
        List<Finding> found = all.stream()
                .filter(finding -> finding.ruleId().equals(rule.id()))
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .toList();
        to.put("id", rule.id())
                .put("title", rule.title())
                .put(
                        "severity",
                        (found.isEmpty() ? rule.severity() : found.getFirst().severity()).label())
                .put("verdict", found.isEmpty() ? looked ? "clear" : "waiting" : "found");
        return fill(to.putArray("findings"), found, NodeReport::finding, room);
    }

    private static void finding(Finding finding, ObjectNode to) {
        ReportJson.posture(finding, to);
        to.put("findingId", finding.id());
        to.put(
                "container",
                finding.container().onHost() ? "" : finding.container().displayName());
        to.put("time", time(finding.epochNanos()));
    }

    private void images(Set<String> present, ArrayNode to, ObjectNode leftOut) {
        leftOut.put("images", fill(to, judged.images(present), NodeReport::image, new Room(IMAGES_BYTES)));
    }

    private static void image(Judged.Image image, ObjectNode to) {
        ReportJson.image(image.seen(), to);
        to.put("pinned", image.seen().name().pinned());
        to.put("movedTo", image.seen().tag().newer());
        to.put("movedFrom", image.seen().tag().earlier());
        to.put("signatureDetail", image.seen().signature().detail());
        to.put("admission", image.admission());
        to.put("lookedTime", time(image.seen().epochNanos()));
        ArrayNode rules = to.putArray("findings");
        image.rules().stream().sorted().forEach(rules::add);
    }

    /** @return how many there is no room for */
    private static <T> int fill(ArrayNode list, List<T> all, BiConsumer<T, ObjectNode> writer, Room room) {
        for (T one : all) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            writer.accept(one, json);
            if (room.takes(json.toString().getBytes(StandardCharsets.UTF_8).length + 1)) {
                list.add(json);
            }
        }
        return all.size() - list.size();
    }

    private static String time(long epochNanos) {
        return Instant.ofEpochSecond(epochNanos / NANOS_PER_SECOND, epochNanos % NANOS_PER_SECOND)
                .toString();
    }
}
