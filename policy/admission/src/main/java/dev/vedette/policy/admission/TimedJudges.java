package dev.vedette.policy.admission;

import dev.vedette.policy.admission.review.AdmissionAnswer;
import dev.vedette.policy.admission.review.Deadline;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has judges answer in time. Who does not is {@linkplain AdmissionAnswer#unjudged() unjudged}, and costs the other one
 * nothing: what a namespace enforces holds while rules run on, and rules judge while an API server is away.
 *
 * <p>Rules judge in a thread of their own, one request after the other, and no more than {@link #WAITING} wait for it; what
 * is given up is not begun. Thread-safe.
 */
final class TimedJudges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TimedJudges.class);
    private static final int WAITING = 256;

    private final ExecutorService rules = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("admission-rules").daemon().factory());
    private final ExecutorService standards = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("admission-standards-", 0).factory());

    /** Both answers together. */
    AdmissionAnswer both(Callable<AdmissionAnswer> byStandards, Callable<AdmissionAnswer> byRules, Deadline until) {
        Answer demanded = new Answer("the Pod Security Standards", true, standards, byStandards);
        // The engine cuts off rules by itself, and is to be left in order.
        Answer found = new Answer("the rules", false, rules, byRules);
        return demanded.by(until).and(found.by(until));
    }

    @Override
    public void close() {
        rules.shutdownNow();
        standards.shutdownNow();
    }

    /** One judge's answer to come. */
    private static final class Answer {
        private final String judge;
        private final boolean interruptible;
        private Future<AdmissionAnswer> coming;

        Answer(String judge, boolean interruptible, ExecutorService executor, Callable<AdmissionAnswer> task) {
            this.judge = judge;
            this.interruptible = interruptible;
            try {
                coming = executor.submit(task);
            } catch (RejectedExecutionException e) {
                LOG.warn("{} have too many requests to judge, and did not judge one", judge);
            }
        }

        AdmissionAnswer by(Deadline until) {
            if (coming == null) {
                return AdmissionAnswer.unjudged(judge + " have too many requests to judge");
            }
            try {
                return coming.get(until.left().toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                coming.cancel(interruptible);
                LOG.warn("{} did not judge a request in time", judge);
                return AdmissionAnswer.unjudged(judge + " did not judge it in time");
            } catch (ExecutionException e) {
                LOG.error("{} failed", judge, e.getCause());
                return AdmissionAnswer.unjudged(judge + " failed on it");
            } catch (InterruptedException e) {
                coming.cancel(interruptible);
                Thread.currentThread().interrupt();
                return AdmissionAnswer.unjudged("the webhook is ending");
            }
        }
    }
}
