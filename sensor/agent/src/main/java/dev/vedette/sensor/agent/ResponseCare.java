package dev.vedette.sensor.agent;

import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.ResponseTrouble;
import dev.vedette.sensor.pipeline.Watch;
import dev.vedette.sensor.response.Responder;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after responses that last: takes back those whose time is over, looks whether the others still have their effect,
 * and has the rules judge what went wrong. A thread of its own does what may take time; {@link #look} is for the
 * pipeline's.
 */
final class ResponseCare implements Watch, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ResponseCare.class);
    private static final long OFTEN_MILLIS = 200;
    private static final int LOOK_AGAIN_EVERY = 25;

    private final Responder responder;
    private final Consumer<ResponseOutcome> told;
    private final Thread thread;
    private volatile boolean ends;

    /** @param told given each outcome */
    ResponseCare(Responder responder, Consumer<ResponseOutcome> told) {
        this.responder = responder;
        this.told = told;
        this.thread = Thread.ofPlatform().name("response-care").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        for (int round = 1; !ends; round++) {
            try {
                responder.undoDue().forEach(told);
                if (round % LOOK_AGAIN_EVERY == 0) {
                    responder.lookAgain().forEach(told);
                }
                Thread.sleep(OFTEN_MILLIS);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("Looking after responses failed; it goes on", e);
            }
        }
    }

    @Override
    public String name() {
        return "response troubles";
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> out) {
        for (ResponseTrouble trouble : responder.troubles()) {
            out.accept(trouble);
        }
    }

    @Override
    public void close() {
        ends = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
