package dev.vedette.policy.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.drools.model.functions.Function1;

/**
 * The questions of many rules as one tree, so that what they have in common is asked once: questions that several begin
 * with stand in it once, and where many compare the same value with constants the value is looked up.
 *
 * <p>So what a fact costs grows with the different questions that are left for it, not with the rules. For one thread.
 */
final class QuestionTree {
    /** From so many comparisons on a look-up is quicker than one after the other. */
    private static final int WORTH_LOOKING_UP = 3;

    private final Node[] beginnings;

    private sealed interface Node {
        /** Whether some rule's questions from here on are all passed. */
        boolean leadsOn(Object fact, long turn) throws Exception;
    }

    /** All questions of a rule are passed. */
    private record End() implements Node {
        @Override
        public boolean leadsOn(Object fact, long turn) {
            return true;
        }
    }

    private static final class Asked implements Node {
        private final Question question;
        private final Node[] further;

        Asked(Question question, Node[] further) {
            this.question = question;
            this.further = further;
        }

        @Override
        public boolean leadsOn(Object fact, long turn) throws Exception {
            return question.passes(fact, turn) && any(further, fact, turn);
        }
    }

    private static final class LookedUp implements Node {
        private static final Node[] NOWHERE = {};

        private final Function1<Object, Object> of;
        private final Map<Object, Node[]> further;

        LookedUp(Function1<Object, Object> of, Map<Object, Node[]> further) {
            this.of = of;
            this.further = further;
        }

        @Override
        public boolean leadsOn(Object fact, long turn) throws Exception {
            return any(further.getOrDefault(of.apply(fact), NOWHERE), fact, turn);
        }
    }

    /** @param rules of each its questions, in order */
    QuestionTree(List<List<Question>> rules) {
        beginnings = grow(rules);
    }

    /** Whether the fact passes all questions of some rule. */
    boolean anyPasses(Object fact, long turn) throws Exception {
        return any(beginnings, fact, turn);
    }

    private static boolean any(Node[] nodes, Object fact, long turn) throws Exception {
        for (Node node : nodes) {
            if (node.leadsOn(fact, turn)) {
                return true;
            }
        }
        return false;
    }

    private static Node[] grow(List<List<Question>> rules) {
        if (rules.stream().anyMatch(List::isEmpty)) {
            return new Node[] {new End()};
        }
        Map<Question, List<List<Question>>> byFirst = new LinkedHashMap<>();
        for (List<Question> questions : rules) {
            byFirst.computeIfAbsent(questions.getFirst(), unused -> new ArrayList<>())
                    .add(questions.subList(1, questions.size()));
        }
        Map<Function1<Object, Object>, List<Question>> comparisons = comparisons(byFirst.keySet());
        List<Node> nodes = new ArrayList<>();
        comparisons.forEach((of, questions) -> nodes.add(new LookedUp(of, cases(questions, byFirst))));
        comparisons.values().forEach(byFirst.keySet()::removeAll);
        byFirst.forEach((first, rest) -> nodes.add(new Asked(first, grow(rest))));
        return nodes.toArray(Node[]::new);
    }

    /** Those that are worth being looked up, by the value that they compare. */
    private static Map<Function1<Object, Object>, List<Question>> comparisons(Set<Question> questions) {
        Map<Function1<Object, Object>, List<Question>> comparisons = new LinkedHashMap<>();
        for (Question question : questions) {
            question.equality()
                    .ifPresent(equality -> comparisons
                            .computeIfAbsent(equality.of(), unused -> new ArrayList<>())
                            .add(question));
        }
        comparisons.values().removeIf(same -> same.size() < WORTH_LOOKING_UP);
        return comparisons;
    }

    private static Map<Object, Node[]> cases(List<Question> comparisons, Map<Question, List<List<Question>>> rest) {
        Map<Object, List<List<Question>>> byConstant = new HashMap<>();
        for (Question comparison : comparisons) {
            Object constant = comparison.equality().orElseThrow().constant();
            byConstant.computeIfAbsent(constant, unused -> new ArrayList<>()).addAll(rest.get(comparison));
        }
        Map<Object, Node[]> cases = new HashMap<>();
        byConstant.forEach((constant, rules) -> cases.put(constant, grow(rules)));
        return cases;
    }
}
