package dev.vedette.policy.document;

import dev.vedette.policy.model.PolicySet;
import java.util.List;

/** What came of reading policies: all of them, or none and why. */
public sealed interface LoadedPolicies {
    /** All documents are in order. */
    record Accepted(PolicySet policies, List<String> names) implements LoadedPolicies {
        public Accepted {
            names = List.copyOf(names);
        }
    }

    /** At least one isn't; whoever holds policies keeps those he has. */
    record Refused(List<PolicyProblem> problems) implements LoadedPolicies {
        public Refused {
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("nothing is refused without a reason");
            }
            problems = List.copyOf(problems);
        }
    }
}
