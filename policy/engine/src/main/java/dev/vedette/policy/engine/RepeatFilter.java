package dev.vedette.policy.engine;

import dev.vedette.policy.engine.ToldFindings.Told;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Lets the first of equal findings through and counts the rest for a while.
 *
 * <p>Equal is what has the same id (rule, container and key, where the rule gives a key), the same verdict and the same
 * certainty about the container: one whose container is named at last goes out again, and so does a graver one. The first
 * one after the window goes out again and says how many were held back. Remembers a bounded number of findings; beyond it the
 * oldest is forgotten,
 * which sends more, never less.
 *
 * <p>What another container of the same workload has told in the same words is a repeat too, if it is about how things
 * stand or is less than high: replicas and jobs that come again have one finding together. An attack is told of each.
 *
 * <p>What happened and calls for more than an alert is never held back: each process must be killed, not only the first.
 * How things stand is answered once and then held back like the rest, also over a restart: who has undone the answer meant
 * it. Answered is what an outcome came back for: where the answer failed or was not tried, the next one goes out that comes
 * a tenth of the window after it, so that what cannot be done is tried a few times and not at every look; where the sensor
 * ended before, the next sensor's first.
 *
 * <p>What was told before the sensor was started again is remembered through {@link ToldFindings}: what happened, for the
 * rest of its window; how things stand, as if it had been told just now. Time is the boot clock's, so a change of the time
 * of day neither holds anything back nor lets it through. Thread-safe.
 */
public final class RepeatFilter {
    /** The name of the evidence that says how many equal findings were held back. */
    public static final String REPEATED = "repeated";

    private static final int TRIES_IN_A_WINDOW = 10;

    private final long windowNanos;
    private final LongSupplier bootNanos;
    private final ToldFindings told;
    private final Map<String, Seen> seen;
    private final LongAdder heldBack = new LongAdder();

    /**
     * Remembers what {@code told} has from before.
     *
     * @param bootNanos the boot clock, or one that goes on as evenly
     */
    public RepeatFilter(Duration window, int remembered, LongSupplier bootNanos, ToldFindings told) {
        this.windowNanos = window.toNanos();
        this.bootNanos = bootNanos;
        this.told = told;
        this.seen = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
                return size() > remembered;
            }
        };
        long now = bootNanos.getAsLong();
        for (Told one : told.earlier()) {
            seen.remove(one.id());
            seen.put(
                    one.id(),
                    new Seen(one.standing() ? now : one.bootNanos(), one.form(), Severity.CRITICAL, "", true));
        }
    }

    /**
     * The finding to send; empty if it is a repeat.
     *
     * @param standing whether it is about how things stand
     * @param answer whether there will be an answer to it, of which {@link #answered} or {@link #unanswered} is told
     */
    public synchronized Optional<Finding> pass(Finding finding, boolean standing, boolean answer) {
        Seen before = seen.get(finding.id());
        long now = bootNanos.getAsLong();
        String form = form(finding);
        if (before != null && isRepeat(finding, standing, form, before, now)) {
            return heldBack(before);
        }
        String cause = cause(finding, standing);
        Seen alike = cause.isEmpty() || before != null ? null : seen.get(cause);
        if (alike != null && isOfReplica(finding, form, alike, now)) {
            return heldBack(alike);
        }
        remember(
                finding.id(),
                new Seen(now, form, finding.severity(), finding.container().id(), false));
        if (!cause.isEmpty()) {
            remember(
                    cause,
                    new Seen(now, form, finding.severity(), finding.container().id(), false));
        }
        if (!standing || !answer) {
            told.told(new Told(finding.id(), form, now, standing));
        }
        long repeats = (before == null ? 0 : before.repeats) + (alike == null ? 0 : alike.repeats);
        return Optional.of(repeats == 0 ? finding : withRepeats(finding, repeats));
    }

    private Optional<Finding> heldBack(Seen repeated) {
        repeated.repeats++;
        heldBack.increment();
        return Optional.empty();
    }

    /** Removed first, so that a window that begins anew is also the youngest in the map. */
    private void remember(String key, Seen one) {
        seen.remove(key);
        seen.put(key, one);
    }

    /** An outcome has come back for one that stands: from now on it counts as told, also after a start. */
    public synchronized void answered(Finding finding) {
        Seen before = seen.get(finding.id());
        if (isOf(finding, before)) {
            told.told(new Told(finding.id(), before.form, before.sentBootNanos, true));
        }
    }

    /** The answer to one that stands failed or was not tried: one like it goes out again before the window is over. */
    public synchronized void unanswered(Finding finding) {
        Seen before = seen.get(finding.id());
        if (isOf(finding, before)) {
            before.unanswered = true;
        }
    }

    /** Another form of it may have been told meanwhile, which has an answer of its own. */
    private static boolean isOf(Finding finding, Seen before) {
        return before != null && before.form.equals(form(finding));
    }

    private boolean isRepeat(Finding finding, boolean standing, String form, Seen before, long now) {
        Verdict verdict = finding.verdict();
        boolean anotherProcess = verdict.action() == ResponseAction.KILL_PROCESS && !before.earlier;
        boolean mustAct = acts(verdict) && (!standing || anotherProcess);
        boolean graver = !before.severity.atLeast(finding.severity());
        long silence = before.unanswered ? windowNanos / TRIES_IN_A_WINDOW : windowNanos;
        return !mustAct && !graver && form.equals(before.form) && now - before.sentBootNanos < silence;
    }

    private boolean isOfReplica(Finding finding, String form, Seen alike, long now) {
        return !finding.container().id().equals(alike.container)
                && form.equals(alike.form)
                && now - alike.sentBootNanos < windowNanos;
    }

    /** What containers of a workload have in common of a finding; "" where each is to be told. */
    private static String cause(Finding finding, boolean standing) {
        Container container = finding.container();
        boolean together = standing || finding.severity().compareTo(Severity.HIGH) < 0;
        if (!together
                || acts(finding.verdict())
                || container.identity() != Container.Identity.KNOWN
                || container.pod().workload().isEmpty()) {
            return "";
        }
        return String.join(
                "\n", finding.ruleId(), finding.severity().name(), container.workloadKey(), finding.message());
    }

    private static boolean acts(Verdict verdict) {
        return verdict.enforced() && verdict.action() != ResponseAction.ALERT;
    }

    /** Short, since thousands are remembered; the same in every run, for it is made of names alone. */
    private static String form(Finding finding) {
        Verdict verdict = finding.verdict();
        String text = String.join(
                "\n",
                verdict.action().name(),
                Boolean.toString(verdict.enforced()),
                verdict.policy(),
                verdict.why(),
                verdict.options().toString(),
                finding.container().identity().name());
        return Integer.toHexString(text.hashCode());
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
                finding.culprit(),
                finding.place(),
                evidence,
                finding.verdict(),
                finding.origin(),
                finding.epochNanos(),
                finding.decidedEpochNanos());
    }

    private static final class Seen {
        private final long sentBootNanos;
        private final String form;
        private final Severity severity;
        private final String container;
        private final boolean earlier;
        private long repeats;
        private boolean unanswered;

        /**
         * @param severity how grave it was; the gravest where that is not known any more
         * @param container the id of whose it is; "" where it was told before the sensor was started
         * @param earlier whether it was told before the sensor was started
         */
        Seen(long sentBootNanos, String form, Severity severity, String container, boolean earlier) {
            this.sentBootNanos = sentBootNanos;
            this.form = form;
            this.severity = severity;
            this.container = container;
            this.earlier = earlier;
        }
    }
}
