package dev.vedette.cli;

import dev.vedette.policy.inputs.GitRevision;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.result.FindingFingerprint;
import dev.vedette.policy.manifest.result.NewFindings;
import dev.vedette.policy.manifest.result.ScanFinding;
import dev.vedette.policy.manifest.result.ScanResult;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

    /** {@code now} without what the revision has, judged in the same way. */
    ScanResult of(ScanResult now, Function<ManifestSet, ScanResult> judge) {
        if (revision.isEmpty()) {
            return now;
        }
        ScanResult before = judge.apply(inputs.readAt(revision.get()));
        List<ScanFinding> left =
                NewFindings.since(before.findings(), now.findings(), finding -> named(FindingFingerprint.of(finding)));
        err.println("not told: findings that were there in the revision already: "
                + (now.findings().size() - left.size()));
        if (!before.problems().isEmpty()) {
            err.println("what could not be judged in the revision counts as new: "
                    + before.problems().size() + " places");
        }
        err.flush();
        return now.only(left);
    }

    private FindingFingerprint named(FindingFingerprint fingerprint) {
        return fingerprint.in(revision.orElseThrow().nameInRepository(fingerprint.file()));
    }

    @Override
    public void close() {
        revision.ifPresent(GitRevision::close);
    }
}
