package dev.vedette.sensor.denial;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.DenyRule;
import dev.vedette.probes.FactStatus;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.ProbesUnavailableException;
import dev.vedette.sensor.response.Denials;
import dev.vedette.sensor.response.NotOnThisNodeException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Denials as responses order them, beside those of policies: has the programs attached that refuse them, and the
 * kernel's tables filled. Thread-safe.
 */
public final class OrderedDenials implements Denials {
    /** The pipeline's thread looks every few hundredths of a second. */
    private static final Duration BOUND = Duration.ofSeconds(2);

    private static final Duration STEP = Duration.ofMillis(5);

    private final KernelProbes probes;
    private final ContainerDenials containers;
    private List<DenyRule> ofPolicies;

    public OrderedDenials(KernelProbes probes, ContainerDenials containers, List<DenyRule> ofPolicies) {
        this.probes = probes;
        this.containers = containers;
        this.ofPolicies = List.copyOf(ofPolicies);
    }

    /**
     * Other policies, from the next look on.
     *
     * @throws ProbesUnavailableException if not all that they deny can be refused; what can, is
     */
    public synchronized void replacePolicies(List<DenyRule> rules) throws ProbesUnavailableException {
        ofPolicies = List.copyOf(rules);
        containers.replace(ofPolicies);
        attach();
    }

    private void attach() throws ProbesUnavailableException {
        List<DenyRule> all = new ArrayList<>(ofPolicies);
        all.addAll(containers.ordered());
        DeniedFacts.follow(probes, all);
    }

    @Override
    public String order(String id, Container container, List<DenyRule> rules, Instant until) throws IOException {
        String limits;
        synchronized (this) {
            containers.order(id, container, rules, until.equals(Instant.MAX) ? Long.MAX_VALUE : until.getEpochSecond());
            try {
                attach();
                limits = limits(rules);
            } catch (NotOnThisNodeException e) {
                containers.lift(id);
                throw e;
            } catch (ProbesUnavailableException e) {
                containers.lift(id);
                throw new IOException(e.getMessage(), e);
            }
        }
        long end = System.nanoTime() + BOUND.toNanos();
        while (!containers.inForce(id) && System.nanoTime() < end) {
            LockSupport.parkNanos(STEP.toNanos());
        }
        return limits;
    }

    /** What is stopped in another way than by an error to the caller. A denial that is only told is none. */
    private String limits(List<DenyRule> rules) throws NotOnThisNodeException {
        SequencedSet<String> limits = new LinkedHashSet<>();
        Map<String, FactStatus> facts =
                probes.facts().stream().collect(Collectors.toMap(FactStatus::fact, Function.identity()));
        for (DenyRule rule : rules) {
            for (String fact : DeniedFacts.among(Set.of(), List.of(rule))) {
                FactStatus status = facts.get(fact);
                if (status == null || !status.canStop()) {
                    throw new NotOnThisNodeException(
                            "this kernel cannot refuse " + rule.action().label()
                                    + (status == null || status.why().isEmpty() ? "" : ": " + status.why()));
                }
                if (!status.canDeny()) {
                    limits.add(status.limit());
                }
            }
        }
        return String.join("; ", limits);
    }

    @Override
    public void lift(String id, Container container) {
        containers.lift(id);
        long end = System.nanoTime() + BOUND.toNanos();
        while (containers.inForce(id) && System.nanoTime() < end) {
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    @Override
    public boolean inForce(String id, Container container) {
        return containers.inForce(id);
    }
}
