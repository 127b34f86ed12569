package dev.vedette.policy.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.drools.model.Global;
import org.drools.model.Model;
import org.drools.model.Rule;
import org.drools.modelcompiler.KieBaseBuilder;
import org.kie.api.KieBase;
import org.kie.api.event.rule.AfterMatchFiredEvent;
import org.kie.api.event.rule.BeforeMatchFiredEvent;
import org.kie.api.event.rule.DefaultAgendaEventListener;
import org.kie.api.event.rule.DefaultRuleRuntimeEventListener;
import org.kie.api.event.rule.ObjectInsertedEvent;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.ConsequenceException;
import org.kie.api.runtime.rule.FactHandle;

/**
 * Some rules with a working memory that is empty between facts, but for the lasting ones. For one thread.
 *
 * <p>After a failure that is thrown by {@link #judge} the session must be {@link #restart restarted}: what the fact left
 * behind in it is not known.
 */
final class RuleSession implements AutoCloseable {
    /** No honest rule fires this often on one fact; one that inserts what it matches itself would never end. */
    static final int MAX_FIRINGS = 1000;

    private final List<ModelPart> parts;
    private final Map<String, Object> globals;
    private final KieBase base;
    private final List<FactHandle> handles = new ArrayList<>();
    private final List<Object> inserted = new ArrayList<>();
    private final ThreadTime firing = new ThreadTime();
    private KieSession session;
    private boolean judging;
    private int firings;
    private String lastFired = "";
    private BiConsumer<String, Throwable> failed = (rule, cause) -> {};

    RuleSession(List<ModelPart> parts, Map<String, Object> globals) {
        this.parts = List.copyOf(parts);
        this.globals = Map.copyOf(globals);
        base = KieBaseBuilder.createKieBaseFromModel(new ArrayList<Model>(parts));
        start();
    }

    List<ModelPart> parts() {
        return parts;
    }

    List<Rule> rules() {
        return parts.stream().flatMap(p -> p.rules().stream()).toList();
    }

    /** Inserts what stays until the next restart. */
    void keep(Iterable<?> facts) {
        facts.forEach(session::insert);
    }

    /** Forgets everything, lasting facts too. */
    void restart() {
        close();
        start();
    }

    /**
     * Inserts a fact, lets the rules fire, and takes out again all that came of it.
     *
     * @param failed hears of each rule whose consequence threw or was slow; the others go on
     * @return what the rules inserted, in order; valid until the next call
     * @throws RuntimeException if a rule's condition threw, or the rules don't come to an end
     */
    List<Object> judge(Object fact, BiConsumer<String, Throwable> failed) {
        return judge(List.of(fact), failed);
    }

    /** As {@link #judge(Object, BiConsumer)}, of several facts together. */
    List<Object> judge(List<?> facts, BiConsumer<String, Throwable> failed) {
        inserted.clear();
        handles.clear();
        firings = 0;
        judging = true;
        this.failed = failed;
        try {
            facts.forEach(session::insert);
            fire();
        } finally {
            judging = false;
        }
        for (int i = handles.size() - 1; i >= 0; i--) {
            session.delete(handles.get(i));
        }
        inserted.subList(0, facts.size()).clear();
        return inserted;
    }

    private void fire() {
        boolean quiet = false;
        while (!quiet) {
            try {
                // Until nothing fires at all: a rule may halt the session, which must not silence the others.
                quiet = session.fireAllRules(MAX_FIRINGS - firings) == 0;
            } catch (ConsequenceException e) {
                failed.accept(e.getRule().getName(), e.getCause());
            }
            if (firings >= MAX_FIRINGS) {
                throw new IllegalStateException("rule " + lastFired + " does not come to an end");
            }
        }
    }

    private void start() {
        session = base.newKieSession();
        for (ModelPart part : parts) {
            for (Global<?> global : part.getGlobals()) {
                if (globals.containsKey(global.getName())) {
                    session.setGlobal(global.getName(), globals.get(global.getName()));
                }
            }
        }
        session.addEventListener(new DefaultRuleRuntimeEventListener() {
            @Override
            public void objectInserted(ObjectInsertedEvent event) {
                if (judging) {
                    handles.add(event.getFactHandle());
                    inserted.add(event.getObject());
                }
            }
        });
        session.addEventListener(new DefaultAgendaEventListener() {
            @Override
            public void beforeMatchFired(BeforeMatchFiredEvent event) {
                firings++;
                lastFired = event.getMatch().getRule().getName();
                LoopGuard.begin();
                firing.begin();
            }

            @Override
            public void afterMatchFired(AfterMatchFiredEvent event) {
                if (firing.isSlow()) {
                    failed.accept(event.getMatch().getRule().getName(), RuleCutOffException.slow("its consequence"));
                }
            }
        });
    }

    @Override
    public void close() {
        session.dispose();
    }
}
