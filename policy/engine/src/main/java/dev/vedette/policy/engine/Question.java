package dev.vedette.policy.engine;

import java.util.List;
import org.drools.model.functions.Predicate1;
import org.drools.model.functions.PredicateN;

/** What is asked of a fact. What throws is not answered. */
sealed interface Question {
    /**
     * Whether the fact may suit.
     *
     * @param turn another one for each fact
     */
    boolean passes(Object fact, long turn) throws Exception;

    /** Asked of the fact alone; rules share such questions, and each is answered once for a fact. */
    final class Shared implements Question {
        private final Predicate1<Object> predicate;
        private long answeredFor;
        private boolean answer;

        Shared(Predicate1<Object> predicate) {
            this.predicate = predicate;
        }

        @Override
        public boolean passes(Object fact, long turn) throws Exception {
            if (answeredFor != turn) {
                answer = predicate.test(fact);
                answeredFor = turn;
            }
            return answer;
        }
    }

    /** Asked of the fact and the globals. */
    final class WithGlobals implements Question {
        private final PredicateN predicate;
        private final Object[] arguments;

        /** @param arguments with null where the fact goes */
        WithGlobals(PredicateN predicate, Object[] arguments) {
            this.predicate = predicate;
            this.arguments = arguments;
        }

        @Override
        public boolean passes(Object fact, long turn) throws Exception {
            Object[] asked = arguments.clone();
            for (int i = 0; i < asked.length; i++) {
                if (asked[i] == null) {
                    asked[i] = fact;
                }
            }
            return predicate.test(asked);
        }
    }

    /** All of them, in order: a later one may rest on what an earlier one has found. */
    record All(List<Question> questions) implements Question {
        public All {
            questions = List.copyOf(questions);
        }

        @Override
        public boolean passes(Object fact, long turn) throws Exception {
            for (Question question : questions) {
                if (!question.passes(fact, turn)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** What can't be told beforehand. */
    record Unclear() implements Question {
        @Override
        public boolean passes(Object fact, long turn) {
            return true;
        }
    }
}
