package dev.vedette.policy.testing;

import dev.vedette.policy.document.PolicyProblem;
import java.util.List;

/**
 * The tests of a file or a folder, and what is wrong with them.
 *
 * @param problems if there is any, no test counts
 */
public record PolicyTestFiles(List<PolicyTest> tests, List<PolicyProblem> problems) {
    public PolicyTestFiles {
        tests = List.copyOf(tests);
        problems = List.copyOf(problems);
    }
}
