package dev.vedette.tests.support;

import dev.vedette.probes.ProbeCheck;
import dev.vedette.sensor.demo.runtime.ContainerdPrograms;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips, and says why, where the kernel can't be watched or no containerd is there. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnRealContainers.Condition.class)
@Timeout(600)
public @interface OnRealContainers {
    /** The condition itself. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            Optional<String> obstacle = ProbeCheck.obstacle();
            if (obstacle.isPresent()) {
                return ConditionEvaluationResult.disabled(obstacle.get());
            }
            return ContainerdPrograms.find().isPresent()
                    ? ConditionEvaluationResult.enabled("containerd is there")
                    : ConditionEvaluationResult.disabled(
                            "There is no containerd 1.7: ./vedette test installs one and sets "
                                    + ContainerdPrograms.VARIABLE);
        }
    }
}
