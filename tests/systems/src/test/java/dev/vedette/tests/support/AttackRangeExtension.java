package dev.vedette.tests.support;

import dev.vedette.probes.ProbeCheck;
import dev.vedette.sensor.demo.runtime.ContainerdPrograms;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Keeps one {@link AttackRange} for the whole run, begun with the first test that needs it. */
final class AttackRangeExtension implements ExecutionCondition, ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(AttackRangeExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> obstacle = ProbeCheck.obstacle();
        if (obstacle.isPresent()) {
            return ConditionEvaluationResult.disabled(obstacle.get());
        }
        return ContainerdPrograms.find().isPresent()
                ? ConditionEvaluationResult.enabled("containerd is there")
                : ConditionEvaluationResult.disabled("There is no containerd 1.7: ./vedette test installs one and sets "
                        + ContainerdPrograms.VARIABLE);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == AttackRange.class;
    }

    @Override
    public AttackRange resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return range(context);
    }

    /** What a test has started ends with it. */
    @Override
    public void afterEach(ExtensionContext context) {
        range(context).endWorkloads();
    }

    private static AttackRange range(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(AttackRange.class, key -> AttackRange.open(), AttackRange.class);
    }
}
