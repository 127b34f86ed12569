package dev.vedette.policy.testing;

import java.util.List;

/**
 * What came of a test.
 *
 * @param differences what is not as it was expected, one line each; empty if the test has passed
 */
public record PolicyTestResult(PolicyTest test, List<String> differences) {
    public PolicyTestResult {
        differences = List.copyOf(differences);
    }

    public boolean passed() {
        return differences.isEmpty();
    }
}
