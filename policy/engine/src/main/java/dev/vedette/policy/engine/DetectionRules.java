package dev.vedette.policy.engine;

import dev.vedette.policy.model.Detection;
import dev.vedette.policy.model.Fact;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.drools.model.Rule;

/**
 * The rules that detect, in sessions such that one that fails takes no other with it.
 *
 * <p>All begin in one session, where Drools shares their conditions. A condition that throws spoils that session for
 * all, so such a rule is found out and from then on has a session of its own. A fact on which no rule can fire is not put
 * into any. For one thread.
 */
final class DetectionRules implements AutoCloseable {
    private final Map<String, Object> globals;
    private final BiConsumer<String, Throwable> failed;
    private final List<RuleSession> sessions = new ArrayList<>();
    private final FirstLook firstLook;

    DetectionRules(List<ModelPart> parts, Map<String, Object> globals, BiConsumer<String, Throwable> failed) {
        this.globals = globals;
        this.failed = failed;
        firstLook =
                new FirstLook(parts.stream().flatMap(p -> p.rules().stream()).toList(), globals);
        if (!parts.isEmpty()) {
            sessions.add(new RuleSession(parts, globals));
        }
    }

    void detect(Fact fact, List<Detection> found) {
        if (!firstLook.mayFire(fact)) {
            return;
        }
        for (int i = 0; i < sessions.size(); i++) {
            RuleSession session = sessions.get(i);
            try {
                collect(session.judge(fact, failed), found);
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                session.restart();
                if (session.rules().size() > 1) {
                    i += setApart(i, fact, found, e) - 1;
                } else {
                    failed.accept(session.rules().getFirst().getName(), e);
                }
            }
        }
    }

    /**
     * Replaces a session whose rules failed by several, and lets these judge the fact.
     *
     * @return how many they are
     */
    private int setApart(int index, Fact fact, List<Detection> found, Throwable failure) {
        RuleSession together = sessions.remove(index);
        Set<Rule> culprits = culprits(together, fact);
        if (culprits.isEmpty()) {
            // Each is well by itself: they fail by what they insert for one another, so none shares any more.
            failed.accept("(several rules together)", failure);
            culprits.addAll(together.rules());
        }
        List<RuleSession> replacement = new ArrayList<>();
        List<ModelPart> rest = ModelPart.select(together.parts(), rule -> !culprits.contains(rule));
        if (!rest.isEmpty()) {
            replacement.add(new RuleSession(rest, globals));
        }
        culprits.forEach(rule -> replacement.add(alone(together, rule)));
        together.close();
        sessions.addAll(index, replacement);
        replacement.forEach(session -> judgeAgain(session, fact, found));
        return replacement.size();
    }

    /** The rules that fail on this fact all by themselves. */
    private Set<Rule> culprits(RuleSession together, Fact fact) {
        Set<Rule> culprits = new LinkedHashSet<>();
        for (Rule rule : together.rules()) {
            try (RuleSession session = alone(together, rule)) {
                // A consequence that throws is named when the rule judges in earnest, not here.
                session.judge(fact, (name, cause) -> {});
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                culprits.add(rule);
            }
        }
        return culprits;
    }

    private RuleSession alone(RuleSession together, Rule rule) {
        return new RuleSession(ModelPart.select(together.parts(), rule::equals), globals);
    }

    private void judgeAgain(RuleSession session, Fact fact, List<Detection> found) {
        try {
            collect(session.judge(fact, failed), found);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            session.restart();
            failed.accept(session.rules().getFirst().getName(), e);
        }
    }

    private static void collect(List<Object> inserted, List<Detection> found) {
        for (Object object : inserted) {
            if (object instanceof Detection detection) {
                found.add(detection);
            }
        }
    }

    @Override
    public void close() {
        sessions.forEach(RuleSession::close);
    }
}
