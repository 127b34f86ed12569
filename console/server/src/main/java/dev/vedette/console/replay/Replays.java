package dev.vedette.console.replay;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges recordings one after the other on a thread of its own, which is there only while there is something to judge.
 *
 * <p>At most {@link #MOST_WAITING} wait, and what came of the last {@link #KEPT} is remembered until the console ends.
 * Thread-safe.
 */
public final class Replays implements AutoCloseable {
    /** How many wait for the one that runs. */
    public static final int MOST_WAITING = 4;

    /** How many are remembered. */
    public static final int KEPT = 8;

    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
    private static final long IDLE_SECONDS = 10;

    private final Judge judge;
    private final Deque<Run> runs = new ArrayDeque<>();
    private final ThreadPoolExecutor worker;

    public Replays(Judge judge) {
        this.judge = judge;
        this.worker = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                Thread.ofPlatform().name("console-replay").daemon().factory());
        worker.allowCoreThreadTimeOut(true);
    }

    /** How far one is. */
    public enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }

    /**
     * One as it stands.
     *
     * @param message why it failed, else ""
     * @param judgement null unless it is done
     */
    public record Status(
            String id, String requestedBy, String recording, State state, String message, Judgement judgement) {}

    /**
     * Begins one, or puts it behind those that wait.
     *
     * @return empty if too many wait
     */
    public synchronized Optional<Status> begin(
            String requestedBy, Path recording, ChosenPolicies before, ChosenPolicies after) {
        Run run = new Run(requestedBy, recording, before, after);
        try {
            worker.execute(run);
        } catch (RejectedExecutionException e) {
            return Optional.empty();
        }
        runs.addFirst(run);
        while (runs.size() > KEPT + MOST_WAITING + 1) {
            runs.removeLast();
        }
        return Optional.of(run.status());
    }

    /** The newest first. */
    public synchronized List<Status> all() {
        return runs.stream().map(Run::status).toList();
    }

    public Optional<Status> find(String id) {
        return all().stream().filter(status -> status.id().equals(id)).findFirst();
    }

    /** Has one given up; one that is over stays as it is. */
    public synchronized Optional<Status> cancel(String id) {
        Optional<Run> found = runs.stream().filter(run -> run.id.equals(id)).findFirst();
        found.ifPresent(run -> {
            run.cancel();
            worker.remove(run);
        });
        return found.map(Run::status);
    }

    @Override
    public void close() {
        worker.shutdownNow();
        try {
            if (!worker.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("A recording is still being judged while the console ends");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Run implements Runnable {
        private final String id = UUID.randomUUID().toString();
        private final String requestedBy;
        private final Path recording;
        private final ChosenPolicies before;
        private final ChosenPolicies after;
        private State state = State.WAITING;
        private String message = "";
        private Judgement judgement;
        private Thread runner;

        Run(String requestedBy, Path recording, ChosenPolicies before, ChosenPolicies after) {
            this.requestedBy = requestedBy;
            this.recording = recording;
            this.before = before;
            this.after = after;
        }

        @Override
        public void run() {
            if (!begins()) {
                return;
            }
            try {
                Judgement came = judge.judge(recording, before, after);
                ends(State.DONE, "", came);
            } catch (InterruptedException e) {
                ends(State.CANCELLED, "", null);
            } catch (UnjudgeableException e) {
                ends(State.FAILED, e.getMessage(), null);
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
                LOG.error("Judging {} failed", recording, e);
                ends(State.FAILED, "this did not work: the console's log says why", null);
            }
        }

        private synchronized boolean begins() {
            if (state != State.WAITING) {
                return false;
            }
            state = State.RUNNING;
            runner = Thread.currentThread();
            return true;
        }

        /** The thread may have been interrupted just now: the next one must not hear of it. */
        private synchronized void ends(State how, String why, Judgement came) {
            runner = null;
            var unused = Thread.interrupted();
            boolean given = state == State.CANCELLED;
            state = given ? state : how;
            message = given ? "" : why;
            judgement = given ? null : came;
        }

        synchronized void cancel() {
            if (runner != null) {
                runner.interrupt();
            }
            if (state == State.WAITING || state == State.RUNNING) {
                state = State.CANCELLED;
            }
        }

        synchronized Status status() {
            return new Status(id, requestedBy, recording.getFileName().toString(), state, message, judgement);
        }
    }
}
