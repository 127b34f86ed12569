package dev.vedette.policy.engine;

import dev.vedette.policy.engine.Question.All;
import dev.vedette.policy.engine.Question.Shared;
import dev.vedette.policy.engine.Question.Unclear;
import dev.vedette.policy.engine.Question.WithGlobals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.drools.model.Constraint;
import org.drools.model.Global;
import org.drools.model.Pattern;
import org.drools.model.SingleConstraint;
import org.drools.model.Variable;
import org.drools.model.functions.Predicate1;

/** Makes questions of what patterns demand of their facts. */
final class Questions {
    private final Map<String, Object> globals;
    private final Map<Condition, Shared> shared = new HashMap<>();

    /** Predicates of the same text are equal: Drools shares its nodes by this too, below the pattern's type. */
    private record Condition(Class<?> of, Predicate1<?> predicate) {}

    Questions(Map<String, Object> globals) {
        this.globals = Map.copyOf(globals);
    }

    Question of(Pattern<?> pattern) {
        return of(pattern.getConstraint(), pattern.getPatternVariable());
    }

    private Question of(Constraint constraint, Variable<?> fact) {
        if (constraint instanceof SingleConstraint single) {
            return ofSingle(single, fact);
        }
        return switch (constraint.getType()) {
            case MULTIPLE, AND ->
                new All(constraint.getChildren().stream()
                        .map(child -> of(child, fact))
                        .toList());
            default -> new Unclear();
        };
    }

    @SuppressWarnings("unchecked") // the model's own types; the predicate gets what its pattern is of
    private Question ofSingle(SingleConstraint single, Variable<?> fact) {
        Variable<?>[] variables = single.getVariables();
        if (single.isTemporal()) {
            return new Unclear();
        }
        if (variables.length == 1 && variables[0] == fact) {
            return shared.computeIfAbsent(
                    new Condition(fact.getType(), single.getPredicate1()),
                    condition -> new Shared((Predicate1<Object>) condition.predicate()));
        }
        List<Object> arguments = new ArrayList<>();
        for (Variable<?> variable : variables) {
            Object global = variable instanceof Global<?> named ? globals.get(named.getName()) : null;
            if (variable != fact && global == null) {
                return new Unclear();
            }
            arguments.add(global);
        }
        return new WithGlobals(single.getPredicate(), arguments.toArray());
    }
}
