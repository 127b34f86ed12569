package dev.vedette.cli;

import dev.vedette.policy.inputs.GitRevision;
import dev.vedette.policy.manifest.result.Fingerprint;
import dev.vedette.policy.manifest.result.NewFindings;
import dev.vedette.policy.manifest.result.ReadAhead;
import dev.vedette.policy.manifest.result.ScanFinding;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.manifest.result.ScanRun;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Leaves out what was found already in the revision that a scan is compared with, if it is with one. */
final class OnlyNew implements AutoCloseable {
    private final ScanInputs inputs;
    private final Optional<GitRevision> revision;
    private final PrintWriter err;

    /** @param err where it is said what was left out, beside the report */
    OnlyNew(ScanInputs inputs, PrintWriter err) {
        this.inputs = inputs;
        this.revision = inputs.revision();
        this.err = err;
    }

    /**
     * {@code now} without what the revision has.
     *
     * @param judging begins to judge in the same way
     */
    ScanResult of(ScanResult now, Supplier<ScanRun> judging) {
        if (revision.isEmpty()) {
            return now;
        }
        ScanRun then = judging.get();
        ReadAhead.run(rest -> inputs.readAt(revision.get(), part -> rest.accept(then.ahead(part))));
        ScanResult before = then.result();
        List<ScanFinding> left = NewFindings.since(before.findings(), now.findings(), this::named);
        err.println("not told: findings that were there in the revision already: "
                + (now.findings().size() - left.size()));
        if (!before.problems().isEmpty()) {
            err.println("what could not be judged in the revision counts as new: "
                    + before.problems().size() + " places");
        }
        err.flush();
        return now.only(left);
    }

    private Fingerprint named(ScanFinding finding) {
        return finding.fingerprint()
                .in(revision.orElseThrow().nameInRepository(finding.place().file()));
    }

    @Override
    public void close() {
        revision.ifPresent(GitRevision::close);
    }
}
