package dev.vedette.policy.podsecurity;

import dev.vedette.policy.manifest.Workload;
import java.util.Objects;

/** A field of a manifest that fails a check. */
public record PodSecurityFinding(Workload workload, PodSecurityViolation violation) {
    public PodSecurityFinding {
        Objects.requireNonNull(workload, "workload is null");
        Objects.requireNonNull(violation, "violation is null");
    }
}
