package dev.vedette.policy.engine;

import dev.vedette.policy.model.Detection;
import dev.vedette.policy.model.Fact;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.drools.model.Rule;

/**
 * The rules that detect, in sessions such that one that fails takes no other with it.
 *
 * <p>All begin in one session, where Drools shares their conditions. A condition that throws spoils that session for
 * all, so such a rule is found out and from then on has a session of its own. For one thread.
 */
final class DetectionRules implements AutoCloseable {
    private final Map<String, Object> globals;
    private final BiConsumer<String, Throwable> failed;
    private final List<RuleSession> sessions = new ArrayList<>();

    DetectionRules(List<ModelPart> parts, Map<String, Object> globals, BiConsumer<String, Throwable> failed) {
        this.globals = globals;
        this.failed = failed;
        if (!parts.isEmpty()) {
            sessions.add(new RuleSession(parts, globals));
        }
    }

    void detect(Fact fact, List<Detection> found) {
        for (int i = 0; i < sessions.size(); i++) {
            RuleSession session = sessions.get(i);
            try {
                collect(session.judge(fact, failed), found);
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                session.restart();
                if (session.rules().size() == 1) {
                    failed.accept(session.rules().getFirst().getName(), e);
                } else {
                    setApart(i, fact, found, e);
                    // The sessions behind are the culprits: they had their say while they were found out.
                    return;
                }
            }
        }
    }

    private void setApart(int index, Fact fact, List<Detection> found, Throwable failure) {
        RuleSession together = sessions.get(index);
        List<RuleSession> culprits = culprits(together, fact);
        if (culprits.isEmpty()) {
            failed.accept("(several rules together)", failure);
            return;
        }
        Set<Rule> apart = new HashSet<>();
        culprits.forEach(c -> apart.addAll(c.rules()));
        List<ModelPart> rest = ModelPart.select(together.parts(), r -> !apart.contains(r));
        together.close();
        sessions.remove(index);
        List<RuleSession> later = new ArrayList<>(sessions.subList(index, sessions.size()));
        sessions.subList(index, sessions.size()).clear();
        if (!rest.isEmpty()) {
            sessions.add(new RuleSession(rest, globals));
        }
        sessions.addAll(culprits);
        sessions.addAll(later);
        if (!rest.isEmpty()) {
            judgeAgain(sessions.get(index), fact, found);
        }
        for (RuleSession other : later) {
            judgeAgain(other, fact, found);
        }
    }

    /** One session for each rule that fails on this fact all by itself. */
    private List<RuleSession> culprits(RuleSession together, Fact fact) {
        List<RuleSession> culprits = new ArrayList<>();
        for (Rule rule : together.rules()) {
            RuleSession alone = new RuleSession(ModelPart.select(together.parts(), rule::equals), globals);
            try {
                // A consequence that throws is named when the rule judges in earnest, not here.
                alone.judge(fact, (name, cause) -> {});
                alone.close();
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                alone.restart();
                culprits.add(alone);
                failed.accept(rule.getName(), e);
            }
        }
        return culprits;
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
