package dev.vedette.console.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.console.ingest.IntakeListener;
import dev.vedette.console.store.FindingSummary;
import dev.vedette.console.store.KnownIncidents;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseOutcome;

/** Turns what comes in into what pages get. */
public final class LiveFeed implements IntakeListener {
    private final LiveStream stream;
    private final KnownIncidents incidents;
    private final FindingJson json;

    public LiveFeed(LiveStream stream, KnownIncidents incidents, FindingJson json) {
        this.stream = stream;
        this.incidents = incidents;
        this.json = json;
    }

    @Override
    public void finding(Finding finding, long sequence) {
        // First: a page that hears of the finding asks for the incidents.
        incidents.add(finding);
        ObjectNode summary = FindingSummary.of(finding);
        summary.put("sequence", sequence);
        stream.finding(summary.toString(), sequence);
    }

    @Override
    public void outcome(ResponseOutcome outcome) {
        stream.outcome(new String(json.encode(outcome), UTF_8));
    }

    @Override
    public void healthChanged() {
        stream.stateChanged();
    }
}
