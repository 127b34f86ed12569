package dev.vedette.policy.admission.standards;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vedette.policy.admission.review.Deadline;
import dev.vedette.policy.manifest.FieldReader;
import dev.vedette.policy.manifest.JsonObjects;
import dev.vedette.policy.manifest.Manifest;
import dev.vedette.policy.manifest.Workloads;
import dev.vedette.policy.podsecurity.PodSecurityDemand;
import dev.vedette.policy.podsecurity.PodSecurityViolation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says which pods of a namespace would not be let in again if it demanded more. Pods that fail the same checks are told
 * together.
 *
 * <p>Bounded as Kubernetes' own: 3000 pods, a second, and half of the time that is left for the answer (source:
 * k8s.io/pod-security-admission, admission/admission.go). Pods are judged as they come, so that never all are in memory.
 * Thread-safe.
 */
final class RelabelPreview {
    private static final int MOST_PODS = 3_000;
    private static final int MOST_GROUPS = 12;
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Cluster cluster;
    private final StandardsSettings settings;

    RelabelPreview(Cluster cluster, StandardsSettings settings) {
        this.cluster = cluster;
        this.settings = settings;
    }

    List<String> warnings(String namespace, PodSecurityDemand demand, Deadline until) {
        Groups groups = new Groups(demand);
        List<String> warnings = new ArrayList<>();
        long leftOut = 0;
        try {
            leftOut = cluster.pods(namespace, MOST_PODS, until.half(LONGEST), groups);
        } catch (IOException e) {
            // What was looked at before is worth telling all the same.
            warnings.add(
                    "Vedette: whether " + (groups.seen == 0 ? "pods that are there" : "more pods than " + groups.seen)
                            + " meet " + demand + " could not be looked at: " + Words.printable(e.getMessage()));
        }
        if (leftOut > 0) {
            warnings.add("Vedette: only " + groups.seen + " of at least " + (groups.seen + leftOut)
                    + " pods were looked at for whether they meet " + demand);
        }
        if (!groups.byChecks.isEmpty()) {
            warnings.add("Vedette: pods that are in " + Words.printable(namespace) + " already do not meet " + demand
                    + " and could not be made again:");
            groups.byChecks.entrySet().stream()
                    .limit(MOST_GROUPS)
                    .forEach(group -> warnings.add(group.getValue().sentence(group.getKey())));
            if (groups.byChecks.size() > MOST_GROUPS) {
                warnings.add("and " + (groups.byChecks.size() - MOST_GROUPS) + " more groups of pods");
            }
        }
        return warnings;
    }

    /** The pods that fail the same checks: how many, and the first of them by name. */
    private record Alike(String first, int count) {
        Alike and(Alike other) {
            return new Alike(first.compareTo(other.first) <= 0 ? first : other.first, count + other.count);
        }

        String sentence(String checks) {
            String others = count == 1 ? "" : count == 2 ? " and 1 other pod" : " and " + (count - 1) + " other pods";
            return Words.printable(first + others + ": " + checks);
        }
    }

    /** Pods by what they fail. */
    private final class Groups implements RunningPods {
        private final Map<String, Alike> byChecks = new TreeMap<>();
        private final PodSecurityDemand demand;
        private int seen;

        Groups(PodSecurityDemand demand) {
            this.demand = demand;
        }

        @Override
        public void take(JsonNode pod) {
            seen++;
            if (settings.exemptRuntimeClasses()
                    .contains(pod.path("spec").path("runtimeClassName").asText())) {
                return;
            }
            Manifest manifest = Manifest.of("cluster", "Pod", JsonObjects.located(pod));
            String checks = Workloads.in(manifest, new FieldReader("cluster")).all().stream()
                    .findFirst()
                    .map(workload -> new Judgements(workload).by(demand))
                    .map(RelabelPreview::checks)
                    .orElse("");
            if (!checks.isEmpty()) {
                byChecks.merge(
                        checks, new Alike(pod.path("metadata").path("name").asText(), 1), Alike::and);
            }
        }
    }

    private static String checks(List<PodSecurityViolation> violations) {
        return violations.stream()
                .map(PodSecurityViolation::check)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
