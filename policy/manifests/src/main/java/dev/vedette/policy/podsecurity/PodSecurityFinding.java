package dev.vedette.policy.podsecurity;

import dev.vedette.policy.manifest.FindingFingerprint;
import dev.vedette.policy.manifest.Workload;
import java.util.Objects;

/** A field of a manifest that fails a check. */
public record PodSecurityFinding(Workload workload, PodSecurityViolation violation) {
    public PodSecurityFinding {
        Objects.requireNonNull(workload, "workload is null");
        Objects.requireNonNull(violation, "violation is null");
    }

    /** What makes it the same one after lines were moved. */
    public FindingFingerprint fingerprint() {
        return new FindingFingerprint(
                workload.file(),
                violation.check(),
                FindingFingerprint.object(workload.kind(), workload.namespace(), workload.name()),
                FindingFingerprint.field(violation.where().pointer()),
                violation.message());
    }
}
