package dev.vedette.console.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.console.store.FindingQuery;
import dev.vedette.console.store.IncidentSummary;
import dev.vedette.console.store.KnownIncidents;
import dev.vedette.console.store.StoreException;
import dev.vedette.policy.incident.Incident;
import dev.vedette.policy.model.Severity;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;

/** Lists incidents and shows one. */
public final class IncidentsApi {
    private static final int MOST = 200;

    private final KnownIncidents incidents;

    public IncidentsApi(KnownIncidents incidents) {
        this.incidents = incidents;
    }

    /** GET /api/incidents?severity&amp;q: the gravest first, {@value #MOST} at most. */
    public void list(Context request) throws StoreException {
        Severity least = FindingsApi.severity(request);
        List<String> words = FindingQuery.words(FindingsApi.text(request, "q"));
        List<Incident> found = incidents.all().stream()
                .filter(incident -> incident.severity().atLeast(least))
                .filter(incident -> IncidentSummary.matches(incident, words))
                .toList();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("incidents");
        found.stream().limit(MOST).forEach(incident -> list.add(IncidentSummary.of(incident)));
        answer.put("count", found.size());
        Body.answer(request, answer);
    }

    /** GET /api/incidents/{id}: the one that the finding with this id is part of, with its time line. */
    public void one(Context request) throws StoreException {
        String id = request.pathParam("id");
        Incident incident = incidents
                .find(id)
                .orElseThrow(() -> new ApiException(HttpStatus.NOT_FOUND, "no incident has a finding " + id));
        Body.answer(request, IncidentSummary.withTimeline(incident));
    }
}
