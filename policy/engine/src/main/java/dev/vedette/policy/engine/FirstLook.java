package dev.vedette.policy.engine;

import dev.vedette.policy.model.Fact;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.drools.model.Condition;
import org.drools.model.Declaration;
import org.drools.model.Pattern;
import org.drools.model.Rule;

/**
 * Whether a fact could make a rule fire, asked before it is put into a session: that takes several times as long as
 * the question, and nearly no fact makes any rule fire.
 *
 * <p>Guarantees: "no" is said only if no rule can fire on this fact alone, in a working memory without any other. A rule
 * needs a fact for each pattern that stands in it as such, so that one which this fact does not suit is enough; where
 * a rule has none, or it can't be told, the answer is "maybe". A condition that throws is for the session to meet. For
 * one thread.
 */
final class FirstLook {
    private static final Set<Condition.Type> PLAIN = EnumSet.of(
            Condition.Type.PATTERN,
            Condition.Type.AND,
            Condition.Type.OR,
            Condition.Type.NOT,
            Condition.Type.EXISTS,
            Condition.Type.FORALL,
            Condition.Type.EVAL,
            Condition.Type.CONSEQUENCE);

    private final List<Need> needs = new ArrayList<>();
    private final Map<Class<?>, QuestionTree> byClass = new HashMap<>();
    private final boolean always;
    private long turn;

    /** What a rule needs: a fact of a class that passes all questions. */
    private record Need(Class<?> type, List<Question> questions) {}

    FirstLook(List<Rule> rules, Map<String, Object> globals) {
        Questions questions = new Questions(globals);
        boolean unclear = false;
        for (Rule rule : rules) {
            Optional<Pattern<?>> needed = needed(rule);
            unclear |= needed.isEmpty();
            needed.ifPresent(
                    pattern -> needs.add(new Need(pattern.getPatternVariable().getType(), questions.of(pattern))));
        }
        always = unclear;
    }

    /** False if the rule fires on no fact of this kind. What is no fact other rules may come to know. */
    static boolean mayFire(Rule rule, Class<? extends Fact> kind) {
        return needed(rule)
                .map(pattern -> pattern.getPatternVariable().getType())
                .filter(Fact.class::isAssignableFrom)
                .filter(needed -> !kind.isAssignableFrom(needed) && Modifier.isFinal(needed.getModifiers()))
                .isEmpty();
    }

    /** False if no rule fires on this fact. */
    boolean mayFire(Object fact) {
        if (always) {
            return true;
        }
        turn++;
        QuestionTree tree = byClass.get(fact.getClass());
        if (tree == null) {
            tree = questionsFor(fact.getClass());
            byClass.put(fact.getClass(), tree);
        }
        try {
            return tree.anyPasses(fact, turn);
        } catch (Exception | LinkageError | StackOverflowError e) {
            return true;
        }
    }

    /** Whether there is nothing to be asked, since some rule may fire on anything. */
    boolean isAlways() {
        return always;
    }

    private QuestionTree questionsFor(Class<?> type) {
        return new QuestionTree(needs.stream()
                .filter(need -> need.type().isAssignableFrom(type))
                .map(Need::questions)
                .toList());
    }

    private static Optional<Pattern<?>> needed(Rule rule) {
        // What follows in the middle of a rule does not need what stands behind it.
        return rule.getConsequences().size() > 1 ? Optional.empty() : needed(rule.getView());
    }

    /** A pattern that must be met whatever else is: below nothing but "and", and of the working memory. */
    private static Optional<Pattern<?>> needed(Condition condition) {
        if (condition instanceof Pattern<?> pattern) {
            return isOfWorkingMemory(pattern) ? Optional.of(pattern) : Optional.empty();
        }
        if (condition == null || condition.getType() != Condition.Type.AND || computes(condition)) {
            return Optional.empty();
        }
        return condition.getSubConditions().stream()
                .map(FirstLook::needed)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** What is computed, as by accumulate, is tested by patterns that look like the others. */
    private static boolean computes(Condition condition) {
        return !PLAIN.contains(condition.getType())
                || condition.getSubConditions().stream().anyMatch(FirstLook::computes);
    }

    private static boolean isOfWorkingMemory(Pattern<?> pattern) {
        return pattern.getType() == Condition.Type.PATTERN
                && pattern.getPatternVariable() instanceof Declaration<?> declared
                && declared.getSource() == null
                && declared.getWindow() == null;
    }
}
