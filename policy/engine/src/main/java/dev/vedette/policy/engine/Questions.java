package dev.vedette.policy.engine;

import dev.vedette.policy.engine.Question.Equality;
import dev.vedette.policy.engine.Question.OfFact;
import dev.vedette.policy.engine.Question.WithGlobal;
import dev.vedette.policy.engine.Question.WithGlobals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.drools.model.AlphaIndex;
import org.drools.model.Constraint;
import org.drools.model.Global;
import org.drools.model.Index;
import org.drools.model.Pattern;
import org.drools.model.SingleConstraint;
import org.drools.model.Variable;
import org.drools.model.functions.Function1;
import org.drools.model.functions.Predicate1;
import org.drools.model.functions.Predicate2;

/** Makes questions of what patterns demand of their facts; patterns that demand the same get the same question. */
final class Questions {
    private final Map<String, Object> globals;
    private final Map<Condition, Question> shared = new HashMap<>();

    /**
     * Predicates of the same text are equal: Drools shares its nodes by this too, below the pattern's type.
     *
     * @param arguments the globals' names, "" where the fact goes
     */
    private record Condition(Class<?> of, Object predicate, List<String> arguments) {}

    Questions(Map<String, Object> globals) {
        this.globals = Map.copyOf(globals);
    }

    /** In order: a later one may rest on what an earlier one has found. What can't be told beforehand is left out. */
    List<Question> of(Pattern<?> pattern) {
        List<Question> questions = new ArrayList<>();
        add(pattern.getConstraint(), pattern.getPatternVariable(), questions);
        return questions;
    }

    private void add(Constraint constraint, Variable<?> fact, List<Question> questions) {
        if (constraint instanceof SingleConstraint single) {
            ofSingle(single, fact).ifPresent(questions::add);
        } else if (constraint.getType() == Constraint.Type.MULTIPLE || constraint.getType() == Constraint.Type.AND) {
            constraint.getChildren().forEach(child -> add(child, fact, questions));
        }
    }

    private Optional<Question> ofSingle(SingleConstraint single, Variable<?> fact) {
        List<String> names = new ArrayList<>();
        for (Variable<?> variable : single.getVariables()) {
            boolean told =
                    variable == fact || (variable instanceof Global<?> global && globals.containsKey(global.getName()));
            if (!told || single.isTemporal()) {
                return Optional.empty();
            }
            names.add(variable == fact ? "" : variable.getName());
        }
        if (names.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(shared.computeIfAbsent(
                new Condition(fact.getType(), predicate(single, names), names), unused -> make(single, names)));
    }

    private static Object predicate(SingleConstraint single, List<String> names) {
        return switch (names.size()) {
            case 1 -> single.getPredicate1();
            case 2 -> single.getPredicate2();
            default -> single;
        };
    }

    @SuppressWarnings("unchecked") // the model's own types; each predicate gets what its pattern is of
    private Question make(SingleConstraint single, List<String> names) {
        if (names.equals(List.of(""))) {
            return new OfFact(bare((Predicate1<Object>) single.getPredicate1()), equality(single));
        }
        boolean factFirst = names.getFirst().isEmpty();
        if (names.size() == 2 && names.contains("")) {
            return new WithGlobal(
                    bare((Predicate2<Object, Object>) single.getPredicate2()),
                    globals.get(names.get(factFirst ? 1 : 0)),
                    factFirst);
        }
        return new WithGlobals(
                single.getPredicate(), names.stream().map(globals::get).toArray());
    }

    /** As it was compiled: its wrapping is what makes equal texts equal, and costs a call each time. */
    @SuppressWarnings("unchecked") // what is wrapped is of the same type
    private static Predicate1<Object> bare(Predicate1<Object> predicate) {
        return predicate instanceof Predicate1.Impl<?> wrapped && wrapped.getLambda() instanceof Predicate1<?> bare
                ? (Predicate1<Object>) bare
                : predicate;
    }

    @SuppressWarnings("unchecked") // what is wrapped is of the same type
    private static Predicate2<Object, Object> bare(Predicate2<Object, Object> predicate) {
        return predicate instanceof Predicate2.Impl<?, ?> wrapped
                        && wrapped.getLambda() instanceof Predicate2<?, ?> bare
                ? (Predicate2<Object, Object>) bare
                : predicate;
    }

    /** Texts and constants of enums alone: numbers of different types may be equal to a rule. */
    @SuppressWarnings("unchecked") // the model's own types
    private static Optional<Equality> equality(SingleConstraint single) {
        if (single.getIndex() instanceof AlphaIndex<?, ?> index
                && index.getConstraintType() == Index.ConstraintType.EQUAL
                && (index.getRightValue() instanceof String || index.getRightValue() instanceof Enum<?>)) {
            return Optional.of(
                    new Equality((Function1<Object, Object>) index.getLeftOperandExtractor(), index.getRightValue()));
        }
        return Optional.empty();
    }
}
