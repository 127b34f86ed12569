package dev.vedette.sensor.outputs;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseOutcome;
import java.io.PrintStream;

/** Writes one line a finding to a terminal or a pipe. */
public final class TerminalOutput implements Output {
    private final PrintStream out;
    private final FindingLine line;

    public TerminalOutput(PrintStream out, FindingLine line) {
        this.out = out;
        this.line = line;
    }

    @Override
    public String name() {
        return "terminal";
    }

    @Override
    public void finding(Finding finding) {
        out.println(line.of(finding));
        out.flush();
    }

    @Override
    public void outcome(ResponseOutcome outcome) {
        out.println(line.of(outcome));
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
