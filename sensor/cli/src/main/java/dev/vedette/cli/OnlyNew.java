package dev.vedette.cli;

import dev.vedette.policy.inputs.GitRevision;
import dev.vedette.policy.manifest.FindingFingerprint;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.NewFindings;
import dev.vedette.policy.manifest.ScanReport;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.podsecurity.PodSecurityFinding;
import dev.vedette.policy.podsecurity.PodSecurityReport;
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

    /**
     * What one state came to.
     *
     * @param notJudged how much could not be judged
     */
    record Judged<T>(List<T> findings, int notJudged) {}

    static Judged<Finding> judged(ScanReport report) {
        return new Judged<>(report.findings(), report.problems().size());
    }

    static Judged<PodSecurityFinding> judged(PodSecurityReport report) {
        return new Judged<>(report.findings(), report.problems().size());
    }

    /** Those of {@code now} that the revision does not have, judged in the same way. */
    <T> List<T> of(List<T> now, Function<ManifestSet, Judged<T>> judge, Function<T, FindingFingerprint> fingerprint) {
        if (revision.isEmpty()) {
            return now;
        }
        Judged<T> before = judge.apply(inputs.readAt(revision.get()));
        List<T> left = NewFindings.since(before.findings(), now, fingerprint.andThen(this::named));
        err.println("not told: findings that were there in the revision already: " + (now.size() - left.size()));
        if (before.notJudged() > 0) {
            err.println("what could not be judged in the revision counts as new: " + before.notJudged() + " places");
        }
        err.flush();
        return left;
    }

    private FindingFingerprint named(FindingFingerprint fingerprint) {
        return fingerprint.in(revision.orElseThrow().nameInRepository(fingerprint.file()));
    }

    @Override
    public void close() {
        revision.ifPresent(GitRevision::close);
    }
}
