package dev.vedette.sensor.agent;

import dev.vedette.policy.document.LoadedPolicies;
import dev.vedette.policy.document.PolicyLoader;
import dev.vedette.policy.document.PolicyProblem;
import dev.vedette.policy.document.PolicyResource;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.sensor.metrics.Metrics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policies that a cluster keeps as objects, each judged by itself: they are written by several people, and what one gets
 * wrong is not to undo what another has right. Of an object that is refused the last good form stays in force, if there was
 * one since the sensor began. For one thread.
 */
final class ClusterPolicies implements Consumer<Map<String, String>> {
    /** As many as files may hold. */
    static final int MOST = 500;

    private static final Logger LOG = LoggerFactory.getLogger(ClusterPolicies.class);
    private static final int MOST_SAID = 10;

    private final PolicyLoader loader;
    private final JoinedPolicies joined;
    private final PolicyFigures figures;
    private final Metrics.Gauge counts;
    private Map<String, Form> known = Map.of();
    private Map<String, PolicySet> inForce = Map.of();
    private int beyond;

    ClusterPolicies(PolicyLoader loader, JoinedPolicies joined, PolicyFigures figures, Metrics metrics) {
        this.loader = loader;
        this.joined = joined;
        this.figures = figures;
        this.counts = metrics.gauge(
                "vedette_cluster_policies",
                "Policies that the cluster keeps: in force as they are, in an older form that was in order, or not at all.",
                "standing");
    }

    /** What is known of an object. */
    private record Form(String document, boolean isInOrder, Optional<PolicySet> holds) {
        String standing() {
            return isInOrder ? "current" : holds.isPresent() ? "older" : "refused";
        }
    }

    /** @param documents all objects in JSON, by their names */
    @Override
    public void accept(Map<String, String> documents) {
        Map<String, Form> now = new TreeMap<>();
        new TreeMap<>(documents)
                .entrySet().stream()
                        .limit(MOST)
                        .forEach(object -> now.put(object.getKey(), form(object.getKey(), object.getValue())));
        known = now;
        sayBeyond(documents.size() - now.size());
        count();
        put();
    }

    private Form form(String name, String document) {
        Form before = known.get(name);
        if (before != null && before.document().equals(document)) {
            return before;
        }
        return switch (loader.parseObject(PolicyResource.called(name), document)) {
            case LoadedPolicies.Accepted accepted -> new Form(document, true, Optional.of(accepted.policies()));
            case LoadedPolicies.Refused refused -> {
                Optional<PolicySet> holds = before == null ? Optional.empty() : before.holds();
                refuse(refused.problems(), holds.isPresent() ? "its form before stays in force" : "it does not hold");
                yield new Form(document, false, holds);
            }
        };
    }

    private void refuse(List<PolicyProblem> problems, String consequence) {
        figures.refused().increment();
        problems.stream().limit(MOST_SAID).forEach(problem -> {
            LOG.warn("a policy of the cluster is refused, and {}: {}", consequence, problem);
            joined.tell(problem);
        });
    }

    private void sayBeyond(int more) {
        if (more > 0 && more != beyond) {
            refuse(
                    List.of(new PolicyProblem(
                            PolicyResource.called("*"),
                            0,
                            0,
                            "The cluster has " + (MOST + more) + " policies; those after the " + MOST
                                    + "th by name do not hold: join some to one.")),
                    "so are others");
        }
        beyond = Math.max(0, more);
    }

    private void count() {
        for (String standing : List.of("current", "older", "refused")) {
            counts.set(
                    (double) known.values().stream()
                            .filter(form -> form.standing().equals(standing))
                            .count(),
                    standing);
        }
    }

    private void put() {
        Map<String, PolicySet> holding = new TreeMap<>();
        known.forEach((name, form) -> form.holds().ifPresent(policies -> holding.put(name, policies)));
        if (holding.equals(inForce)) {
            return;
        }
        try {
            joined.objects(holding);
            inForce = holding;
            figures.replaced().increment();
            LOG.info(
                    "policies of the cluster in force: {}",
                    holding.isEmpty() ? "none" : String.join(", ", holding.keySet()));
        } catch (RuntimeException e) {
            figures.refused().increment();
            LOG.error("the cluster's changed policies could not be put in force, and those before stay", e);
        }
    }
}
