package dev.vedette.policy.admission.standards;

import dev.vedette.policy.manifest.FieldReader;
import dev.vedette.policy.manifest.ManifestProblem;
import dev.vedette.policy.manifest.Workload;
import dev.vedette.policy.podsecurity.PodSecurityDemand;
import dev.vedette.policy.podsecurity.PodSecurityStandard;
import dev.vedette.policy.podsecurity.PodSecurityViolation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How a pod, or what makes pods, meets several demands; each is asked once. Not thread-safe. */
final class Judgements {
    private static final String NO_FILE = "admission";

    private final FieldReader fields = new FieldReader(NO_FILE);
    private final Map<PodSecurityDemand, List<PodSecurityViolation>> known = new HashMap<>();
    private final Workload workload;

    Judgements(Workload workload) {
        this.workload = workload;
    }

    /** What of it fails. */
    List<PodSecurityViolation> by(PodSecurityDemand demand) {
        return known.computeIfAbsent(
                demand,
                asked -> new PodSecurityStandard(asked.level(), asked.version())
                        .judge(workload.template(), workload.podSpec(), fields));
    }

    /** What could not be judged, one sentence each. */
    List<String> problems() {
        return fields.problems().stream().map(ManifestProblem::message).toList();
    }
}
