package dev.vedette.policy.engine;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets the first of equal findings through and counts the rest for a while.
 *
 * <p>Equal is what has the same id (rule, container and key, where the rule gives a key) and the same verdict. What calls
 * for more than an alert is never held back: each process must be killed, not only the first. The first one after the
 * window goes out again and says how many were held back. Remembers a bounded number of findings; beyond it the oldest
 * is forgotten, which sends more, never less. One thread passes findings; any may ask for the figures.
 */
public final class RepeatFilter {
    /** The name of the evidence that says how many equal findings were held back. */
    public static final String REPEATED = "repeated";

    private final long windowNanos;
    private final Map<String, Seen> seen;
    private final LongAdder heldBack = new LongAdder();

    public RepeatFilter(Duration window, int remembered) {
        windowNanos = window.toNanos();
        seen = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
                return size() > remembered;
            }
        };
    }

    /** The finding to send; empty if it is a repeat. */
    public Optional<Finding> pass(Finding finding) {
        Seen before = seen.get(finding.id());
        if (before != null && isRepeat(finding, before)) {
            before.repeats++;
            heldBack.increment();
            return Optional.empty();
        }
        // Removed first, so that a window that begins anew is also the youngest in the map.
        seen.remove(finding.id());
        seen.put(finding.id(), new Seen(finding));
        return Optional.of(before == null || before.repeats == 0 ? finding : withRepeats(finding, before.repeats));
    }

    private boolean isRepeat(Finding finding, Seen before) {
        Verdict verdict = finding.verdict();
        boolean acts = verdict.enforced() && verdict.action() != ResponseAction.ALERT;
        return !acts
                && verdict.equals(before.verdict)
                && finding.decidedEpochNanos() - before.sentEpochNanos < windowNanos;
    }

    /** How many were held back since the start. */
    public long heldBack() {
        return heldBack.sum();
    }

    private static Finding withRepeats(Finding finding, long repeats) {
        Map<String, String> evidence = new LinkedHashMap<>(finding.evidence());
        evidence.put(REPEATED, Long.toString(repeats));
        return new Finding(
                finding.id(),
                finding.ruleId(),
                finding.title(),
                finding.severity(),
                finding.techniques(),
                finding.message(),
                finding.node(),
                finding.container(),
                finding.process(),
                finding.place(),
                evidence,
                finding.verdict(),
                finding.origin(),
                finding.epochNanos(),
                finding.decidedEpochNanos());
    }

    private static final class Seen {
        private final long sentEpochNanos;
        private final Verdict verdict;
        private long repeats;

        Seen(Finding sent) {
            sentEpochNanos = sent.decidedEpochNanos();
            verdict = sent.verdict();
        }
    }
}
