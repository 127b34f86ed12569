package dev.vedette.policy.engine;

import dev.vedette.policy.model.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.drools.model.Rule;

/**
 * Rules that judge together: a session, and the questions that are asked before a fact is put into it. For one thread.
 *
 * <p>Rules whose conditions or consequences take too long for one fact are named to {@code failed}, with a
 * {@link RuleCutOffException} as the cause. Where no rule fires, conditions are looked at for that with every
 * {@value #LOOK_EVERY}th fact, and with each for some time after a slow one: the clock takes as long as some facts do.
 */
final class RuleGroup implements AutoCloseable {
    private static final int LOOK_EVERY = 8;
    private static final int LOOKS_AFTER_SLOW = 64;

    private final Map<String, Object> globals;
    private final RuleSession session;
    private final FirstLook firstLook;
    private int facts;
    private int closeLooks;
    private boolean consequenceSlow;
    private long restsUntil = Long.MIN_VALUE;

    RuleGroup(List<ModelPart> parts, Map<String, Object> globals) {
        this.globals = globals;
        session = new RuleSession(parts, globals);
        firstLook = new FirstLook(session.rules(), globals);
    }

    List<ModelPart> parts() {
        return session.parts();
    }

    List<Rule> rules() {
        return session.rules();
    }

    /** The group has no say in facts before that time. */
    void restUntil(long epochNanos) {
        restsUntil = epochNanos;
    }

    boolean restsAt(long epochNanos) {
        return epochNanos < restsUntil;
    }

    /**
     * Asks first, and lets the session judge if a rule may fire.
     *
     * @return what the rules inserted, in order; valid until the next call
     * @throws RuntimeException as {@link RuleSession#judge} does; the group can be used again
     */
    List<Object> judge(Fact fact, BiConsumer<String, Throwable> failed) {
        LoopGuard.begin();
        if (!mayFire(fact, failed)) {
            return List.of();
        }
        LoopGuard.begin();
        consequenceSlow = false;
        long began = System.nanoTime();
        try {
            List<Object> inserted = session.judge(fact, (rule, cause) -> {
                consequenceSlow |= RuleCutOffException.within(cause) instanceof RuleCutOffException;
                failed.accept(rule, cause);
            });
            if (!consequenceSlow) {
                nameIfSlow(began, fact, failed);
            }
            return inserted;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            session.restart();
            throw e;
        }
    }

    private boolean mayFire(Fact fact, BiConsumer<String, Throwable> failed) {
        if (++facts % LOOK_EVERY != 0 && closeLooks == 0) {
            return firstLook.mayFire(fact);
        }
        closeLooks = Math.max(0, closeLooks - 1);
        long began = System.nanoTime();
        boolean mayFire = firstLook.mayFire(fact);
        if (!mayFire) {
            nameIfSlow(began, fact, failed);
        }
        return mayFire;
    }

    private void nameIfSlow(long began, Fact fact, BiConsumer<String, Throwable> failed) {
        if (System.nanoTime() - began >= ThreadTime.SLOW_NANOS) {
            closeLooks = LOOKS_AFTER_SLOW;
            slowest(fact).forEach(rule -> failed.accept(rule, RuleCutOffException.slow("its conditions")));
        }
    }

    /** The rules whose conditions are slow on this fact all by themselves; none if it was the machine. */
    private List<String> slowest(Fact fact) {
        List<String> slowest = new ArrayList<>();
        ThreadTime time = new ThreadTime();
        for (Rule rule : session.rules()) {
            FirstLook alone = new FirstLook(List.of(rule), globals);
            LoopGuard.begin();
            time.begin();
            alone.mayFire(fact);
            if (time.took(ThreadTime.SLOW_NANOS / 2)) {
                slowest.add(rule.getName());
            }
        }
        return slowest;
    }

    @Override
    public void close() {
        session.close();
    }
}
