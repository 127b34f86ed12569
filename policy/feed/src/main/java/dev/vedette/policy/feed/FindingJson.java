package dev.vedette.policy.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.model.AdmissionDecision;
import dev.vedette.policy.model.Considered;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/**
 * The one written form of findings, of what became of responses and of decisions at admission: in files, topics, the
 * console's store and page.
 *
 * <p>Guarantees: UTF-8, one line without a line break that a terminal shows as it is (see {@link PrintableJson}), field names and their order are stable, {@code decode} of
 * {@code encode} gives an equal record (ancestors beyond {@link ProcessInfo#MAX_ANCESTORS} are left out). Fields
 * unknown to this version are ignored when reading. The form is described by {@code finding.schema.json},
 * {@code outcome.schema.json} and {@code decision.schema.json} beside this class. Times are ISO-8601 in UTC with nine digits of a second; 64-bit
 * numbers that JavaScript would round are decimal strings; capability sets are written as the kernel does in
 * {@code /proc/<pid>/status}.
 *
 * <p>Thread-safe.
 */
public final class FindingJson {
    /** The value of {@code type} in a finding. */
    public static final String FINDING = "finding";

    /** The value of {@code type} in an outcome. */
    public static final String OUTCOME = "outcome";

    /** The value of {@code type} in a decision at admission. */
    public static final String DECISION = "decision";

    private static final int VERSION = 1;

    private final ObjectMapper mapper = PrintableJson.mapper();
    private final ContainerJson containers = new ContainerJson();
    private final ProcessJson processes = new ProcessJson();

    public byte[] encode(Finding finding) {
        return bytes(tree(finding));
    }

    public byte[] encode(ResponseOutcome outcome) {
        return bytes(tree(outcome));
    }

    /** The time that a decision took is written in whole microseconds. */
    public byte[] encode(AdmissionDecision decision) {
        ObjectNode to = head(DECISION);
        DecisionJson.write(decision, to);
        return bytes(to);
    }

    /**
     * Reads a finding.
     *
     * @throws MalformedFeedException if the bytes are no finding
     */
    public Finding decodeFinding(byte[] json) {
        JsonFields from = parse(json, FINDING);
        return new Finding(
                from.requiredText("id"),
                from.requiredText("ruleId"),
                from.text("title"),
                from.constant("severity", Severity.class),
                from.texts("techniques"),
                from.text("message"),
                from.text("node"),
                containers.read(from.requiredObject("container")),
                from.object("process").map(processes::read).orElse(null),
                from.object("culprit").map(containers::read).orElse(null),
                from.object("place").map(FindingJson::place).orElse(Place.NONE),
                from.textMap("evidence"),
                verdict(from.requiredObject("verdict")),
                from.constant("origin", Origin.class),
                from.epochNanos("time"),
                from.epochNanos("decidedTime"));
    }

    /**
     * Reads the outcome of a response.
     *
     * @throws MalformedFeedException if the bytes are no outcome
     */
    public ResponseOutcome decodeOutcome(byte[] json) {
        JsonFields from = parse(json, OUTCOME);
        return new ResponseOutcome(
                from.text("findingId"),
                action(from),
                from.text("node"),
                containers.read(from.requiredObject("container")),
                from.text("target"),
                from.constant("status", ResponseOutcome.Status.class),
                from.text("how"),
                from.text("detail"),
                from.text("requestedBy"),
                from.epochNanos("time"),
                new ResponseOutcome.Trail(
                        from.text("id"),
                        from.text("rule"),
                        from.text("policy"),
                        from.text("why"),
                        from.text("undoOf"),
                        from.epochNanos("until")));
    }

    /**
     * Reads a decision at admission.
     *
     * @throws MalformedFeedException if the bytes are no decision
     */
    public AdmissionDecision decodeDecision(byte[] json) {
        return DecisionJson.read(parse(json, DECISION));
    }

    private ObjectNode tree(Finding finding) {
        ObjectNode to = head(FINDING);
        to.put("id", finding.id());
        to.put("ruleId", finding.ruleId());
        to.put("title", orEmpty(finding.title()));
        to.put("severity", finding.severity().label());
        finding.techniques().forEach(to.putArray("techniques")::add);
        to.put("message", orEmpty(finding.message()));
        to.put("node", orEmpty(finding.node()));
        to.put("origin", JsonFields.label(finding.origin()));
        to.put("time", JsonFields.isoTime(finding.epochNanos()));
        to.put("decidedTime", JsonFields.isoTime(finding.decidedEpochNanos()));
        containers.write(finding.container(), to.putObject("container"));
        if (finding.process() != null) {
            processes.write(finding.process(), to.putObject("process"));
        }
        if (finding.culprit() != null) {
            containers.write(finding.culprit(), to.putObject("culprit"));
        }
        if (finding.place() != null && !finding.place().equals(Place.NONE)) {
            write(finding.place(), to.putObject("place"));
        }
        ObjectNode evidence = to.putObject("evidence");
        for (Map.Entry<String, String> entry : finding.evidence().entrySet()) {
            evidence.put(entry.getKey(), entry.getValue());
        }
        write(finding.verdict(), to.putObject("verdict"));
        return to;
    }

    private ObjectNode tree(ResponseOutcome outcome) {
        ObjectNode to = head(OUTCOME);
        to.put("id", outcome.id());
        to.put("findingId", outcome.findingId());
        to.put("action", outcome.action().label());
        to.put("node", orEmpty(outcome.node()));
        to.put("target", outcome.target());
        to.put("status", JsonFields.label(outcome.status()));
        to.put("how", outcome.how());
        to.put("detail", outcome.detail());
        to.put("requestedBy", outcome.requestedBy());
        to.put("time", JsonFields.isoTime(outcome.epochNanos()));
        ResponseOutcome.Trail trail = outcome.trail();
        to.put("rule", orEmpty(trail.rule()));
        to.put("policy", orEmpty(trail.policy()));
        to.put("why", orEmpty(trail.why()));
        to.put("undoOf", trail.undoOf());
        if (trail.untilEpochNanos() != 0) {
            to.put("until", JsonFields.isoTime(trail.untilEpochNanos()));
        }
        containers.write(outcome.container(), to.putObject("container"));
        return to;
    }

    private ObjectNode head(String type) {
        ObjectNode to = mapper.createObjectNode();
        to.put("type", type);
        to.put("version", VERSION);
        return to;
    }

    private static void write(Verdict verdict, ObjectNode to) {
        to.put("action", verdict.action().label());
        to.put("enforced", verdict.enforced());
        to.put("policy", orEmpty(verdict.policy()));
        to.put("why", orEmpty(verdict.why()));
        to.put("withheldBy", orEmpty(verdict.withheldBy()));
        Map<String, String> options = verdict.options().written();
        if (!options.isEmpty()) {
            ObjectNode how = to.putObject("options");
            options.forEach(how::put);
        }
        if (!verdict.considered().isEmpty()) {
            ArrayNode list = to.putArray("considered");
            verdict.considered().forEach(one -> write(one, list.addObject()));
        }
    }

    private static void write(Considered considered, ObjectNode to) {
        to.put("kind", considered.kind().label());
        to.put("policy", considered.policy());
        to.put("what", considered.what());
        considered.lacked().forEach(to.putArray("lacked")::add);
        to.put("decided", considered.decided());
    }

    private static Considered considered(JsonFields from) {
        return new Considered(
                from.constant("kind", Considered.Kind.class),
                from.text("policy"),
                from.text("what"),
                from.texts("lacked"),
                from.flag("decided"));
    }

    private static Verdict verdict(JsonFields from) {
        return new Verdict(
                action(from),
                from.flag("enforced"),
                from.text("policy"),
                from.text("why"),
                from.text("withheldBy"),
                options(from.textMap("options")),
                from.objects("considered").stream().map(FindingJson::considered).toList());
    }

    private static ResponseOptions options(Map<String, String> written) {
        try {
            return ResponseOptions.of(written);
        } catch (IllegalArgumentException e) {
            throw new MalformedFeedException("options: " + e.getMessage(), e);
        }
    }

    private static ResponseAction action(JsonFields from) {
        String label = from.requiredText("action");
        return ResponseAction.parse(label)
                .orElseThrow(() -> new MalformedFeedException("action is \"" + label + "\", which is no response"));
    }

    private static void write(Place place, ObjectNode to) {
        to.put("file", place.file());
        to.put("kind", place.kind());
        to.put("name", place.name());
        to.put("namespace", place.namespace());
        to.put("pointer", place.pointer());
        to.put("line", place.line());
        to.put("column", place.column());
    }

    private static Place place(JsonFields from) {
        return new Place(
                from.text("file"),
                from.text("kind"),
                from.text("name"),
                from.text("namespace"),
                from.text("pointer"),
                (int) from.number("line", 0),
                (int) from.number("column", 0));
    }

    private JsonFields parse(byte[] json, String type) {
        JsonFields fields;
        try {
            fields = JsonFields.of(mapper.readTree(json));
        } catch (IOException e) {
            throw new MalformedFeedException("not JSON: " + firstLine(e), e);
        }
        String found = fields.requiredText("type");
        if (!found.equals(type)) {
            throw new MalformedFeedException("type is \"" + found + "\", wanted \"" + type + "\"");
        }
        if (fields.number("version", VERSION) > VERSION) {
            throw new MalformedFeedException("written by a newer version of Vedette: update this side");
        }
        return fields;
    }

    private byte[] bytes(ObjectNode tree) {
        try {
            return mapper.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String orEmpty(String text) {
        return Objects.requireNonNullElse(text, "");
    }

    private static String firstLine(IOException e) {
        return e instanceof JsonProcessingException parsing ? parsing.getOriginalMessage() : e.getMessage();
    }
}
