package dev.vedette.policy.engine;

import java.util.Optional;
import org.drools.model.functions.Function1;
import org.drools.model.functions.Predicate1;
import org.drools.model.functions.Predicate2;
import org.drools.model.functions.PredicateN;

/**
 * What is asked of a fact; answered once for a fact, however many rules ask it. What throws is not answered. For one
 * thread.
 */
abstract sealed class Question {
    private long answeredFor;
    private boolean answer;

    /**
     * Whether the fact may suit.
     *
     * @param turn another one for each fact, never 0
     */
    final boolean passes(Object fact, long turn) throws Exception {
        if (answeredFor != turn) {
            answer = ask(fact);
            answeredFor = turn;
        }
        return answer;
    }

    abstract boolean ask(Object fact) throws Exception;

    /** The comparison that it is, where it is one that can be looked up. */
    Optional<Equality> equality() {
        return Optional.empty();
    }

    /**
     * That a value of the fact equals a constant.
     *
     * @param of equal ones give equal values
     */
    record Equality(Function1<Object, Object> of, Object constant) {}

    /** Asked of the fact alone. */
    static final class OfFact extends Question {
        private final Predicate1<Object> predicate;
        private final Optional<Equality> equality;

        OfFact(Predicate1<Object> predicate, Optional<Equality> equality) {
            this.predicate = predicate;
            this.equality = equality;
        }

        @Override
        boolean ask(Object fact) throws Exception {
            return predicate.test(fact);
        }

        @Override
        Optional<Equality> equality() {
            return equality;
        }
    }

    /** Asked of the fact and one global, as nearly all that ask for a global are. */
    static final class WithGlobal extends Question {
        private final Predicate2<Object, Object> predicate;
        private final Object global;
        private final boolean factFirst;

        WithGlobal(Predicate2<Object, Object> predicate, Object global, boolean factFirst) {
            this.predicate = predicate;
            this.global = global;
            this.factFirst = factFirst;
        }

        @Override
        boolean ask(Object fact) throws Exception {
            return factFirst ? predicate.test(fact, global) : predicate.test(global, fact);
        }
    }

    /** Asked of the fact and several globals. */
    static final class WithGlobals extends Question {
        private final PredicateN predicate;
        private final Object[] arguments;

        /** @param arguments with null where the fact goes */
        WithGlobals(PredicateN predicate, Object[] arguments) {
            this.predicate = predicate;
            this.arguments = arguments;
        }

        @Override
        boolean ask(Object fact) throws Exception {
            Object[] asked = arguments.clone();
            for (int i = 0; i < asked.length; i++) {
                if (asked[i] == null) {
                    asked[i] = fact;
                }
            }
            return predicate.test(asked);
        }
    }
}
