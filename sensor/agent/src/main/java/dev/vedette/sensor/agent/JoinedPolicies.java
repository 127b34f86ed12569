package dev.vedette.sensor.agent;

import dev.vedette.policy.document.PolicyProblem;
import dev.vedette.policy.document.PolicyResource;
import dev.vedette.policy.model.PolicySet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one set that holds: the policies of files, and those of the cluster beside them. Thread-safe.
 *
 * <p>A name says which policy decided, so it stands for one: an object that is called as a policy of a file is left out, and
 * that is told. What cannot be put in force leaves that in force which was. The built-in policy holds as long as there is no
 * other.
 */
final class JoinedPolicies {
    private static final Logger LOG = LoggerFactory.getLogger(JoinedPolicies.class);
    private static final int MOST_KEPT_BACK = 100;

    private final PolicySet builtIn;
    private final List<PolicyProblem> keptBack = new ArrayList<>();
    private Optional<PolicySet> files = Optional.empty();
    private Map<String, PolicySet> objects = Map.of();
    private Set<String> hidden = Set.of();
    private Consumer<PolicySet> inForce = _ -> {};
    private Consumer<PolicyProblem> told = this::keepBack;

    /** @param builtIn what holds while there is nothing else */
    JoinedPolicies(PolicySet builtIn) {
        this.builtIn = builtIn;
    }

    /** What holds now. */
    synchronized PolicySet set() {
        return join(files, objects);
    }

    /** All policies of files. */
    synchronized void files(PolicySet policies) {
        change(Optional.of(policies), objects);
    }

    /** All policies of the cluster, by their names. */
    synchronized void objects(Map<String, PolicySet> policies) {
        change(files, new TreeMap<>(policies));
    }

    /** Something is wrong with a policy. */
    synchronized void tell(PolicyProblem problem) {
        told.accept(problem);
    }

    /**
     * From now on each new set is handed over, and at once what has changed since.
     *
     * @param held the set that they have who take the others
     * @param problems given what is wrong, also what was before
     */
    synchronized void handTo(Consumer<PolicySet> taker, PolicySet held, Consumer<PolicyProblem> problems) {
        inForce = taker;
        told = problems;
        keptBack.forEach(problems);
        keptBack.clear();
        if (!set().equals(held)) {
            taker.accept(set());
        }
    }

    /** From now on nobody is told of anything. */
    synchronized void handToNobody() {
        inForce = _ -> {};
        told = _ -> {};
    }

    private void change(Optional<PolicySet> newFiles, Map<String, PolicySet> newObjects) {
        inForce.accept(join(newFiles, newObjects));
        files = newFiles;
        objects = newObjects;
        sayHidden();
    }

    private PolicySet join(Optional<PolicySet> ofFiles, Map<String, PolicySet> ofCluster) {
        PolicySet base = ofFiles.orElse(ofCluster.isEmpty() ? builtIn : PolicySet.NONE);
        Set<String> taken = taken(ofFiles);
        PolicySet joined = base;
        for (Map.Entry<String, PolicySet> object : ofCluster.entrySet()) {
            if (!taken.contains(object.getKey())) {
                joined = joined.and(object.getValue());
            }
        }
        return joined;
    }

    private static Set<String> taken(Optional<PolicySet> ofFiles) {
        return ofFiles.map(PolicySet::names).orElse(Set.of());
    }

    private void sayHidden() {
        Set<String> now = new TreeSet<>(objects.keySet());
        now.retainAll(taken(files));
        now.stream()
                .filter(name -> !hidden.contains(name))
                .map(JoinedPolicies::isHidden)
                .forEach(problem -> {
                    LOG.warn("a policy of the cluster is left out: {}", problem);
                    told.accept(problem);
                });
        hidden = now;
    }

    private static PolicyProblem isHidden(String name) {
        return new PolicyProblem(
                PolicyResource.called(name),
                0,
                0,
                "A file that this sensor reads has a policy '" + name + "', which holds instead; rename one.");
    }

    private void keepBack(PolicyProblem problem) {
        if (keptBack.size() < MOST_KEPT_BACK) {
            keptBack.add(problem);
        }
    }
}
