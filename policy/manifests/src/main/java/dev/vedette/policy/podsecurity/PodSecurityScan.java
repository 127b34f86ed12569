package dev.vedette.policy.podsecurity;

import dev.vedette.policy.manifest.FieldReader;
import dev.vedette.policy.manifest.Manifest;
import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.Workloads;
import java.util.ArrayList;
import java.util.List;

/** Judges manifests by one standard. Thread-safe. */
public final class PodSecurityScan {
    private final PodSecurityStandard standard;

    public PodSecurityScan(PodSecurityStandard standard) {
        this.standard = standard;
    }

    /** Judges what was read. */
    public PodSecurityReport judge(ManifestSet set) {
        List<PodSecurityFinding> findings = new ArrayList<>();
        List<ManifestProblem> problems = new ArrayList<>(set.problems());
        for (Manifest manifest : set.manifests()) {
            FieldReader fields = new FieldReader(manifest.file());
            Workloads.in(manifest, fields)
                    .all()
                    .forEach(workload -> standard.judge(workload.template(), workload.podSpec(), fields)
                            .forEach(violation -> findings.add(new PodSecurityFinding(workload, violation))));
            problems.addAll(fields.problems());
        }
        return new PodSecurityReport(findings, problems);
    }
}
