package dev.vedette.policy.podsecurity;

import dev.vedette.policy.manifest.FieldReader;
import dev.vedette.policy.manifest.Manifest;
import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.ManifestReader;
import dev.vedette.policy.manifest.ManifestSet;
import dev.vedette.policy.manifest.Workload;
import dev.vedette.policy.manifest.Workloads;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Judges manifests by one standard. Thread-safe. */
public final class PodSecurityScan {
    private final PodSecurityStandard standard;

    public PodSecurityScan(PodSecurityStandard standard) {
        this.standard = standard;
    }

    /** Scans files, folders with all below them, and {@code -} for {@code standardInput}. */
    public PodSecurityReport scan(List<String> operands, InputStream standardInput) {
        return judge(ManifestReader.read(operands, standardInput));
    }

    /** Judges what was read. */
    public PodSecurityReport judge(ManifestSet set) {
        List<PodSecurityFinding> findings = new ArrayList<>();
        List<ManifestProblem> problems = new ArrayList<>(set.problems());
        for (Manifest manifest : set.manifests()) {
            FieldReader fields = new FieldReader(manifest.file());
            List<Workload> workloads = Workloads.in(manifest, fields);
            workloads.forEach(workload -> standard.judge(workload.template(), workload.podSpec(), fields)
                    .forEach(violation -> findings.add(new PodSecurityFinding(workload, violation))));
            problems.addAll(fields.problems());
        }
        return new PodSecurityReport(findings, problems, set.manifests().size());
    }
}
