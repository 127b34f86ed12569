package dev.vedette.tests.support;

import static org.assertj.core.api.Assertions.assertThat;

/** How what a workload was told to do has ended. */
public record Outcome(int exitCode, String output) {
    /** It did what it was told: an attack that failed would show nothing. */
    public Outcome worked() {
        assertThat(exitCode).as("exit code of: %s", output).isZero();
        return this;
    }

    public Outcome failed() {
        assertThat(exitCode).as("exit code of: %s", output).isNotZero();
        return this;
    }
}
