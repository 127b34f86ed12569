package dev.vedette.console.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.console.replay.ChosenPolicies;
import dev.vedette.console.replay.Judgement;
import dev.vedette.console.replay.Recordings;
import dev.vedette.console.replay.Replays;
import dev.vedette.console.store.FindingStore;
import dev.vedette.console.store.FindingSummary;
import dev.vedette.console.store.StoreException;
import dev.vedette.policy.model.Finding;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Judges recordings by other policies. Who may respond may do so, with the same header; who did is kept. Nothing runs on
 * the request's thread but the copying of what is uploaded.
 */
public final class ReplayApi {
    /** How long both sets of policies may be together. */
    static final int MOST_BYTES = 512 * 1024;

    /** How many findings of each kind are told; how many there are is told as well. */
    static final int MOST_FINDINGS = 200;

    private final Optional<Replays> replays;
    private final Recordings recordings;
    private final FindingStore store;
    private final Clock clock;

    /** @param replays empty where the console was given nothing to judge by */
    public ReplayApi(Optional<Replays> replays, Recordings recordings, FindingStore store, Clock clock) {
        this.replays = replays;
        this.recordings = recordings;
        this.store = store;
        this.clock = clock;
    }

    /** GET /api/recordings. */
    public void recordings(Context request) throws IOException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("recordings");
        for (Recordings.Entry entry : recordings.all()) {
            list.addObject().put("name", entry.name()).put("bytes", entry.bytes());
        }
        answer.put("available", replays.isPresent());
        answer.put("most", Recordings.MOST);
        answer.put("mostBytes", Recordings.MOST_BYTES);
        Body.answer(request, answer);
    }

    /** POST /api/recordings?name: the recording itself is the body. */
    public void upload(Context request) throws IOException, StoreException {
        replays();
        if (request.req().getContentLengthLong() > Recordings.MOST_BYTES) {
            throw new ApiException(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "a recording may have " + (Recordings.MOST_BYTES >> 20)
                            + " MiB: judge this one with 'vedette replay'");
        }
        try {
            String name = recordings.add(
                    FindingsApi.text(request, "name"), request.req().getInputStream());
            record(request, "recording-added", Map.of("recording", name));
            request.status(HttpStatus.CREATED);
            Body.answer(request, JsonNodeFactory.instance.objectNode().put("name", name));
        } catch (Recordings.RefusedException e) {
            throw new ApiException(HttpStatus.CONFLICT, e.getMessage());
        }
    }

    /** DELETE /api/recordings/{name}. */
    public void remove(Context request) throws IOException, StoreException {
        String name = request.pathParam("name");
        file(name);
        record(request, "recording-removed", Map.of("recording", name));
        recordings.remove(name);
        request.status(HttpStatus.NO_CONTENT);
    }

    /**
     * POST /api/replays with {@code recording}, {@code before} and {@code after}, each an object of {@code policies}
     * ({@code none}, {@code built-in} or {@code documents}) and {@code documents}.
     */
    public void begin(Context request) throws StoreException {
        Replays running = replays();
        Body body = Body.of(request, MOST_BYTES).only("recording", "before", "after");
        String name = body.text("recording");
        Path file = file(name);
        ChosenPolicies before = policies("before", body.texts("before"));
        ChosenPolicies after = policies("after", body.texts("after"));
        record(request, "replay", Map.of("recording", name));
        Replays.Status begun = running.begin(AccessGate.of(request).user(), file, before, after)
                .orElseThrow(() -> new ApiException(
                        HttpStatus.TOO_MANY_REQUESTS, "too many recordings wait: try again, or cancel one"));
        request.status(HttpStatus.ACCEPTED);
        Body.answer(request, json(begun));
    }

    /** GET /api/replays: the newest first, without what came of them. */
    public void list(Context request) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("replays");
        replays.stream().flatMap(known -> known.all().stream()).forEach(status -> list.add(head(status)));
        Body.answer(request, answer);
    }

    /** GET /api/replays/{id}. */
    public void one(Context request) {
        Body.answer(
                request,
                json(replays().find(request.pathParam("id")).orElseThrow(() -> unknown(request.pathParam("id")))));
    }

    /** DELETE /api/replays/{id}: has it given up. */
    public void cancel(Context request) {
        Body.answer(
                request,
                json(replays().cancel(request.pathParam("id")).orElseThrow(() -> unknown(request.pathParam("id")))));
    }

    private static ApiException unknown(String id) {
        return new ApiException(HttpStatus.NOT_FOUND, "there is no judgement " + id + " any more: begin another");
    }

    private Replays replays() {
        return replays.orElseThrow(() ->
                new ApiException(HttpStatus.NOT_FOUND, "this console has no rules to judge by: use 'vedette replay'"));
    }

    private Path file(String name) {
        return recordings
                .find(name)
                .orElseThrow(() -> new ApiException(HttpStatus.NOT_FOUND, "there is no recording " + name));
    }

    private static ChosenPolicies policies(String which, Map<String, String> said) {
        for (String name : said.keySet()) {
            if (!List.of("policies", "documents").contains(name)) {
                throw new ApiException(
                        HttpStatus.BAD_REQUEST,
                        "there is no '" + name + "' in " + which + ", only policies, documents");
            }
        }
        String documents = said.getOrDefault("documents", "");
        ChosenPolicies.Kind kind = switch (said.getOrDefault("policies", "")) {
            case "none" -> ChosenPolicies.Kind.NONE;
            case "built-in" -> ChosenPolicies.Kind.BUILT_IN;
            case "documents" -> ChosenPolicies.Kind.DOCUMENTS;
            default ->
                throw new ApiException(
                        HttpStatus.BAD_REQUEST, which + ": policies must be none, built-in or documents");
        };
        if ((kind == ChosenPolicies.Kind.DOCUMENTS) == documents.isBlank()) {
            throw new ApiException(
                    HttpStatus.BAD_REQUEST, which + ": documents are given with 'documents', and only with it");
        }
        return new ChosenPolicies(kind, documents);
    }

    private void record(Context request, String action, Map<String, String> what) throws StoreException {
        Instant now = clock.instant();
        store.record(new FindingStore.Request(
                UUID.randomUUID().toString(),
                now.getEpochSecond() * 1_000_000_000L + now.getNano(),
                AccessGate.of(request).user(),
                "",
                action,
                "",
                "",
                false,
                what,
                "",
                ""));
    }

    private static ObjectNode head(Replays.Status status) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", status.id())
                .put("requestedBy", status.requestedBy())
                .put("recording", status.recording())
                .put("state", status.state().name().toLowerCase(Locale.ROOT))
                .put("message", status.message());
    }

    private static ObjectNode json(Replays.Status status) {
        ObjectNode to = head(status);
        if (status.judgement() != null) {
            write(status.judgement(), to.putObject("judgement"));
        }
        return to;
    }

    private static void write(Judgement judgement, ObjectNode to) {
        findings("new", judgement.fresh(), to);
        findings("gone", judgement.gone(), to);
        ArrayNode changed = to.putArray("changed");
        judgement.changed().stream().limit(MOST_FINDINGS).forEach(one -> {
            ObjectNode both = changed.addObject();
            both.set("before", summary(one.before()));
            both.set("after", summary(one.after()));
        });
        to.put("changedCount", judgement.changed().size());
        to.put("alike", judgement.alike());
        to.put("records", judgement.records());
        to.put("unreadable", judgement.unreadable());
        to.put("seconds", judgement.taken().toMillis() / 1e3);
    }

    private static void findings(String name, List<Finding> findings, ObjectNode to) {
        ArrayNode list = to.putArray(name);
        findings.stream().limit(MOST_FINDINGS).forEach(finding -> list.add(summary(finding)));
        to.put(name + "Count", findings.size());
    }

    private static ObjectNode summary(Finding finding) {
        return FindingSummary.of(finding).put("policy", finding.verdict().policy());
    }
}
