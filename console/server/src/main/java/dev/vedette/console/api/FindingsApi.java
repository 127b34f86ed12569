package dev.vedette.console.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.console.ingest.Intake;
import dev.vedette.console.store.FindingQuery;
import dev.vedette.console.store.FindingStore;
import dev.vedette.console.store.FindingStore.Entry;
import dev.vedette.console.store.KnownIncidents;
import dev.vedette.console.store.StoreException;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Severity;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;

/** Lists findings and shows one. */
public final class FindingsApi {
    private static final int USUAL_LIMIT = 200;

    private final FindingStore store;
    private final Intake intake;
    private final KnownIncidents incidents;
    private final FindingJson json;

    public FindingsApi(FindingStore store, Intake intake, KnownIncidents incidents, FindingJson json) {
        this.store = store;
        this.incidents = incidents;
        this.intake = intake;
        this.json = json;
    }

    /** GET /api/findings?since&amp;severity&amp;rule&amp;container&amp;q&amp;limit&amp;after&amp;before. */
    public void list(Context request) throws StoreException {
        FindingQuery query = new FindingQuery(
                number(request, "after", 0),
                number(request, "before", Long.MAX_VALUE),
                since(request),
                severity(request),
                text(request, "rule"),
                text(request, "container"),
                text(request, "q"),
                Math.clamp(number(request, "limit", USUAL_LIMIT), 1, FindingQuery.MAX_LIMIT));
        List<Entry> found = store.find(query);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode findings = answer.putArray("findings");
        found.forEach(entry -> findings.add(withSequence(entry)));
        answer.put("more", found.size() == query.limit());
        Body.answer(request, answer);
    }

    /** GET /api/findings/{id}: the whole finding, the incident that it is part of, and what became of responses. */
    public void one(Context request) throws StoreException {
        String id = request.pathParam("id");
        byte[] finding = store.findingJson(id)
                .or(() -> intake.unstored(id).map(json::encode))
                .orElseThrow(() -> new ApiException(HttpStatus.NOT_FOUND, "there is no finding " + id));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("finding", Body.parse(finding));
        incidents.find(id).ifPresent(incident -> answer.put("incident", incident.id()));
        ArrayNode outcomes = answer.putArray("outcomes");
        String container = answer.path("finding").path("container").path("id").asText("");
        store.outcomes(id, container).forEach(outcome -> outcomes.add(Body.parse(outcome)));
        Body.answer(request, answer);
    }

    /** GET /api/outcomes: what became of the newest responses on all nodes. */
    public void outcomes(Context request) throws StoreException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode outcomes = answer.putArray("outcomes");
        store.newestOutcomes(USUAL_LIMIT).forEach(outcome -> outcomes.add(Body.parse(outcome)));
        Body.answer(request, answer);
    }

    static ObjectNode withSequence(Entry entry) {
        ObjectNode summary = (ObjectNode) Body.parse(entry.summary());
        summary.put("sequence", entry.sequence());
        return summary;
    }

    static String text(Context request, String name) {
        return Objects.requireNonNullElse(request.queryParam(name), "");
    }

    private static long number(Context request, String name, long absent) {
        String value = text(request, name);
        try {
            return value.isEmpty() ? absent : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new ApiException(HttpStatus.BAD_REQUEST, name + " must be a whole number");
        }
    }

    private static long since(Context request) {
        String value = text(request, "since");
        try {
            if (value.isEmpty()) {
                return Long.MIN_VALUE;
            }
            Instant instant = Instant.parse(value);
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new ApiException(HttpStatus.BAD_REQUEST, "since must be a time like 2026-01-31T12:00:00Z");
        }
    }

    static Severity severity(Context request) {
        String value = text(request, "severity");
        if (value.isEmpty()) {
            return Severity.INFO;
        }
        for (Severity severity : Severity.values()) {
            if (severity.label().equals(value)) {
                return severity;
            }
        }
        throw new ApiException(HttpStatus.BAD_REQUEST, "severity must be info, low, medium, high or critical");
    }
}
