package dev.vedette.sensor.agent;

import dev.vedette.policy.engine.RepeatFilter;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.metrics.Metrics.Counter;
import dev.vedette.sensor.metrics.Metrics.Histogram;
import dev.vedette.sensor.outputs.OutputQueue;
import dev.vedette.sensor.response.Responder;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where findings go: to every output, and to the responder where policy calls for it.
 *
 * <p>Taken on the pipeline's thread, which never waits here: outputs have queues of their own, and responses run on
 * threads of their own, those for one container one after the other, so that one that takes long keeps nobody else's
 * waiting. Responses that people ask for take the same way.
 */
public final class FindingDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FindingDesk.class);
    /** In each lane. */
    static final int WAITING_RESPONSES = 256;

    private static final int LANES = 4;
    private static final long IDLE_SECONDS = 30;
    private static final double[] DELAY_SECONDS = {0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5};

    private final RepeatFilter repeats;
    private final List<OutputQueue> outputs;
    private final RecentFindings recent;
    private final Responder responder;
    private final Counter findings;
    private final Counter refused;
    private final Histogram delay;
    private final List<ThreadPoolExecutor> lanes;

    public FindingDesk(
            RepeatFilter repeats,
            List<OutputQueue> outputs,
            RecentFindings recent,
            Responder responder,
            Metrics metrics) {
        this.repeats = repeats;
        this.outputs = List.copyOf(outputs);
        this.recent = recent;
        this.responder = responder;
        this.findings = metrics.counter("vedette_findings_total", "Findings by rule and severity.", "rule", "severity");
        this.refused = metrics.counter("vedette_responses_dropped_total", "Responses not tried: too many waited.");
        this.delay =
                metrics.histogram("vedette_finding_delay_seconds", "From the event to the decision.", DELAY_SECONDS);
        metrics.gauge("vedette_findings_repeated", "Findings held back as repeats.", () -> (double) repeats.heldBack());
        this.lanes = IntStream.range(0, LANES).mapToObj(this::lane).toList();
    }

    /** Its thread is there only while there is something to do. */
    private ThreadPoolExecutor lane(int number) {
        ThreadPoolExecutor lane = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_RESPONSES),
                Thread.ofPlatform().name("responses-" + number).daemon().factory(),
                (task, pool) -> drop(task));
        lane.allowCoreThreadTimeOut(true);
        return lane;
    }

    /**
     * Takes a finding from the engine; the pipeline's thread.
     *
     * @param standing whether it is about how things stand, see {@link dev.vedette.policy.model.Fact#standing()}
     */
    public void take(Finding finding, boolean standing) {
        boolean answer = Responder.isCalledFor(finding);
        // Harm whose culprit is held already stands like a state; once the answer is undone it is answered anew.
        boolean settled = standing || (answer && responder.holdsCulprit(finding));
        repeats.pass(finding, settled, answer).ifPresent(one -> {
            publish(one);
            if (answer) {
                lane(Responder.targetOf(one)).execute(new Answer(one, settled));
            }
        });
    }

    private void publish(Finding finding) {
        findings.increment(finding.ruleId(), finding.severity().label());
        delay.observe((finding.decidedEpochNanos() - finding.epochNanos()) / 1e9);
        outputs.forEach(output -> output.finding(finding));
        recent.add(finding);
    }

    /** What policy calls for. */
    private final class Answer implements Runnable {
        private final Finding finding;
        private final boolean standing;

        Answer(Finding finding, boolean standing) {
            this.finding = finding;
            this.standing = standing;
        }

        @Override
        public void run() {
            boolean answered = false;
            try {
                answered = tell(responder.respond(finding)).status() != ResponseOutcome.Status.FAILED;
            } finally {
                remember(answered);
            }
        }

        /** What stands is answered once, and what happened each time. */
        void remember(boolean answered) {
            if (!standing) {
                return;
            }
            if (answered) {
                repeats.answered(finding);
            } else {
                repeats.unanswered(finding);
            }
        }
    }

    private void drop(Runnable task) {
        refused.increment();
        if (task instanceof Answer answer) {
            answer.remember(false);
        }
    }

    private ThreadPoolExecutor lane(Container container) {
        return lanes.get(Math.floorMod(container.id().hashCode(), LANES));
    }

    /** Has a response carried out and its outcome told; returns at once. Any thread. */
    public void respond(Container container, Supplier<ResponseOutcome> response) {
        respond(container, false, response);
    }

    /** The same, of what may only be tried. */
    void respond(Container container, boolean dryRun, Supplier<ResponseOutcome> response) {
        lane(container).execute(() -> tell(response.get(), dryRun));
    }

    /** Tells every output of an outcome. Any thread. */
    public ResponseOutcome tell(ResponseOutcome outcome) {
        return tell(outcome, false);
    }

    /** In a dry run nothing has happened: only where people ask for responses is it told what it has shown. */
    ResponseOutcome tell(ResponseOutcome outcome, boolean dryRun) {
        LOG.info(
                "{} {} for {}: {} {}",
                dryRun ? "Dry run of" : "Response",
                outcome.action().label(),
                outcome.container().displayName(),
                outcome.status(),
                outcome.detail());
        outputs.stream().filter(output -> !dryRun || output.hearsDryRuns()).forEach(output -> output.outcome(outcome));
        return outcome;
    }

    @Override
    public void close() {
        lanes.forEach(ThreadPoolExecutor::shutdown);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        try {
            for (ThreadPoolExecutor lane : lanes) {
                if (!lane.awaitTermination(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    lane.shutdownNow();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        outputs.forEach(OutputQueue::close);
    }
}
