package dev.vedette.policy.podsecurity;

import dev.vedette.policy.manifest.FieldReader;
import dev.vedette.policy.manifest.Manifest;
import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.ManifestReader;
import dev.vedette.policy.manifest.ManifestSet;
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
        Gathered gathered = new Gathered();
        ManifestReader.readEach(operands, standardInput, gathered::judge);
        return gathered.report();
    }

    /** Judges what was read. */
    public PodSecurityReport judge(ManifestSet set) {
        Gathered gathered = new Gathered();
        gathered.judge(set);
        return gathered.report();
    }

    /** What one scan has come to. */
    private final class Gathered {
        private final List<PodSecurityFinding> findings = new ArrayList<>();
        private final List<ManifestProblem> problems = new ArrayList<>();
        private int manifests;

        void judge(ManifestSet set) {
            problems.addAll(set.problems());
            set.manifests().forEach(this::judge);
            manifests += set.manifests().size();
        }

        private void judge(Manifest manifest) {
            FieldReader fields = new FieldReader(manifest.file());
            Workloads.in(manifest, fields)
                    .ifPresent(found -> standard.judge(found.template(), found.podSpec(), fields)
                            .forEach(violation -> findings.add(new PodSecurityFinding(found, violation))));
            problems.addAll(fields.problems());
        }

        PodSecurityReport report() {
            return new PodSecurityReport(findings, problems, manifests);
        }
    }
}
