package dev.vedette.console.store;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.incident.Incident;
import dev.vedette.policy.incident.IncidentBook;
import dev.vedette.policy.model.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The incidents of the newest findings of all nodes, as they come in, and those of older ones when they are asked for.
 *
 * <p>What is stored from before is only read when somebody asks for the first time: a console that starts has more urgent
 * things to do. Thread-safe.
 */
public final class KnownIncidents {
    /** How many of the newest findings are looked at: as many as a page lists, some 20 MiB. */
    static final int NEWEST = 2_000;

    /** How many findings an incident is shown with. */
    private static final int MOST_OF_ONE = 400;

    /** Where an older incident is looked for around one of its findings. */
    private static final Duration AROUND = Duration.ofHours(2);

    private final FindingStore store;
    private final FindingJson json;
    private final IncidentBook book = new IncidentBook(NEWEST, MOST_OF_ONE);
    private boolean read;

    public KnownIncidents(FindingStore store, FindingJson json) {
        this.store = store;
        this.json = json;
    }

    /** Takes a finding that has come in, stored or not. */
    public synchronized void add(Finding finding) {
        book.add(finding);
    }

    /** The gravest first, then the latest. */
    public synchronized List<Incident> all() throws StoreException {
        readStored();
        return book.all();
    }

    /**
     * The incident that a finding is part of.
     *
     * @param findingId its first finding's, which is the incident's own, or any other's
     */
    public Optional<Incident> find(String findingId) throws StoreException {
        Optional<Incident> recent = recent(findingId);
        return recent.isPresent() ? recent : older(findingId);
    }

    private synchronized Optional<Incident> recent(String findingId) throws StoreException {
        readStored();
        return book.find(findingId);
    }

    private void readStored() throws StoreException {
        if (read) {
            return;
        }
        for (byte[] stored : store.newestFindings(NEWEST)) {
            Finding finding = json.decodeFinding(stored);
            // What has come since is the newer word.
            if (!book.knows(finding.id())) {
                book.add(finding);
            }
        }
        read = true;
    }

    private Optional<Incident> older(String findingId) throws StoreException {
        Optional<byte[]> stored = store.findingJson(findingId);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        long when = json.decodeFinding(stored.get()).epochNanos();
        IncidentBook around = new IncidentBook(NEWEST, MOST_OF_ONE);
        store.findingsAround(when, AROUND, NEWEST).stream()
                .map(json::decodeFinding)
                .forEach(around::add);
        return around.find(findingId);
    }
}
