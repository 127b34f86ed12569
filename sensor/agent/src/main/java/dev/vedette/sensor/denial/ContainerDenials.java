package dev.vedette.sensor.denial;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.DenyRule;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.Mode;
import dev.vedette.probes.KernelDenials;
import dev.vedette.probes.deny.Denial;
import dev.vedette.sensor.identity.container.ContainerLife;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.pipeline.Interval;
import dev.vedette.sensor.pipeline.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the kernel side's tables as the policies say, container by container.
 *
 * <p>Guarantees: nothing is denied to the node, to a container that the runtime has not named yet, or to one that is to be
 * spared; what was denied when this began stays denied until it is known what shall be. A rule on paths holds for the
 * files that are there when it is looked, every few seconds, and by the end of the path for what comes between. The
 * pipeline's thread looks; everything else is thread-safe.
 */
public final class ContainerDenials implements Watch {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerDenials.class);
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final long FILES_AGAIN_NANOS = Duration.ofSeconds(5).toNanos();
    /** After a start containers are named within this time; what a sensor before denied to others then ends. */
    private static final long INHERITED_NANOS = Duration.ofSeconds(30).toNanos();

    private final KernelDenials kernel;
    private final ContainerRegistry containers;
    private final InsideFiles files;
    private final Predicate<Container> spared;
    private final DenialPlan plan;
    private final Runnable settled;
    private final Interval interval = new Interval(OFTEN);
    private final Map<Long, Applied> applied = new HashMap<>();
    private final Set<String> lifted = ConcurrentHashMap.newKeySet();
    /** What responses have ordered, by their ids. */
    private final Map<String, Ordered> ordered = new ConcurrentHashMap<>();

    /** Of those, which the kernel has. */
    private volatile Set<String> orderedInForce = Set.of();

    private final Set<String> orderedRefused = ConcurrentHashMap.newKeySet();
    private Set<Long> inherited;
    private long inheritedUntilNanos;
    private boolean hasSettled;
    private volatile Version version;
    private volatile List<Denied> denied = List.of();

    /** @param untilBootSeconds when it ends, whatever the time of day is set to meanwhile; 0 for never */
    private record Ordered(String containerId, List<DenyRule> rules, long untilBootSeconds) {}

    /** @param number no two are alike */
    private record Version(long number, List<DenyRule> rules) {}

    private record Applied(Version version, Container container, boolean begun, Set<Denial> denials, long againNanos) {}

    /**
     * What is denied to one container now.
     *
     * @param rules for people, one line each
     * @param enforced whether any of it is refused and not only told
     */
    public record Denied(Container container, List<String> rules, boolean enforced) {
        public Denied {
            rules = List.copyOf(rules);
        }
    }

    /** Where a container's files are found. */
    public interface InsideFiles {
        /** The file at a path within the container, symbolic links followed within. */
        Optional<FileObject> at(Container container, String path);
    }

    /**
     * @param spared containers to which nothing is ever denied
     * @param epochToBootSeconds from seconds since 1970 to seconds of CLOCK_BOOTTIME
     * @param settled called once when it has been said what is denied to whom, so that a sensor before may let go
     */
    public ContainerDenials(
            KernelDenials kernel,
            ContainerRegistry containers,
            InsideFiles files,
            Predicate<Container> spared,
            LongUnaryOperator epochToBootSeconds,
            List<DenyRule> rules,
            Runnable settled) {
        this.kernel = kernel;
        this.containers = containers;
        this.files = files;
        this.spared = spared;
        this.plan = new DenialPlan(epochToBootSeconds);
        this.version = new Version(0, List.copyOf(rules));
        this.settled = settled;
    }

    /** Other rules from the next look on. What people have lifted stays lifted. */
    public synchronized void replace(List<DenyRule> rules) {
        version = new Version(version.number() + 1, List.copyOf(rules));
    }

    /** Denies nothing to this container any more, until it ends or the sensor does. */
    public synchronized void lift(Container container, String requestedBy) {
        LOG.info("{} has lifted what is denied to {}.", requestedBy, container.displayName());
        lifted.add(container.id());
        version = new Version(version.number() + 1, version.rules());
    }

    /**
     * Denies something to one container beside what policies say, from the next look on.
     *
     * @param id of the response that orders it
     * @param untilEpochSeconds when it ends, by the time of day as it is now; {@link Long#MAX_VALUE} for never
     */
    synchronized void order(String id, Container container, List<DenyRule> rules, long untilEpochSeconds) {
        lifted.remove(container.id());
        ordered.put(id, new Ordered(container.id(), List.copyOf(rules), plan.bootSeconds(untilEpochSeconds)));
        version = new Version(version.number() + 1, version.rules());
    }

    /** Takes back what was ordered. */
    synchronized void lift(String id) {
        if (ordered.remove(id) != null) {
            orderedRefused.remove(id);
            version = new Version(version.number() + 1, version.rules());
        }
    }

    /** Whether the kernel has what was ordered, as of the last look. */
    boolean inForce(String id) {
        return orderedInForce.contains(id) && !orderedRefused.contains(id);
    }

    /** All rules that somebody ordered. */
    List<DenyRule> ordered() {
        return ordered.values().stream().flatMap(one -> one.rules().stream()).toList();
    }

    /** As of the last look. */
    public List<Denied> denied() {
        return denied;
    }

    @Override
    public String name() {
        return "container denials";
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> unused) {
        if (!interval.passed(nowNanos)) {
            return;
        }
        if (inherited == null) {
            inherited = new HashSet<>(kernel.containers());
            inheritedUntilNanos = nowNanos + INHERITED_NANOS;
        }
        Version current = version;
        Set<Long> living = new HashSet<>();
        boolean changed = false;
        boolean allKnown = true;
        for (ContainerLife life : containers.all()) {
            if (life.phase() != LifePhase.STOPPED) {
                living.add(life.cgroupId());
                allKnown &= life.known();
                changed |= life.known() && apply(life, current, nowNanos);
            }
        }
        changed |= end(living);
        endInherited(living, nowNanos);
        settle(allKnown || nowNanos - inheritedUntilNanos > 0);
        if (changed) {
            tell();
        }
    }

    /** Whether anything is different now. */
    private boolean apply(ContainerLife life, Version current, long nowNanos) {
        Applied before = applied.get(life.cgroupId());
        if (before != null
                && before.version.number() == current.number()
                && before.begun == life.begun()
                && before.container.equals(life.container())
                && before.againNanos - nowNanos > 0) {
            return false;
        }
        Container container = life.container();
        List<DenyRule> rules = rulesOf(container, current);
        Set<Denial> denials = new LinkedHashSet<>(plan.of(rules, path -> fileIn(life, path)));
        boolean looks = rules.stream().anyMatch(rule -> !rule.paths().isEmpty());
        for (Ordered one : orderedFor(container)) {
            denials.addAll(plan.until(one.rules(), one.untilBootSeconds(), path -> fileIn(life, path)));
            looks |= one.rules().stream().anyMatch(rule -> !rule.paths().isEmpty());
        }
        long again = nowNanos + (looks ? FILES_AGAIN_NANOS : Long.MAX_VALUE / 4);
        boolean same = before != null && before.begun == life.begun() && before.denials.equals(denials);
        if (!same) {
            boolean whole = write(life, denials);
            orderedIds(container).forEach(id -> note(id, whole));
        }
        inherited.remove(life.cgroupId());
        applied.put(life.cgroupId(), new Applied(current, container, life.begun(), denials, again));
        return !same || before.version.number() != current.number();
    }

    private List<Ordered> orderedFor(Container container) {
        return lifted.contains(container.id()) || spared.test(container)
                ? List.of()
                : ordered.values().stream()
                        .filter(one -> one.containerId().equals(container.id()))
                        .toList();
    }

    private List<String> orderedIds(Container container) {
        return ordered.entrySet().stream()
                .filter(one -> one.getValue().containerId().equals(container.id()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void note(String id, boolean whole) {
        if (whole) {
            orderedRefused.remove(id);
        } else {
            orderedRefused.add(id);
        }
    }

    private List<DenyRule> rulesOf(Container container, Version current) {
        if (current.rules().isEmpty() || lifted.contains(container.id()) || spared.test(container)) {
            return List.of();
        }
        return current.rules().stream()
                .filter(rule -> rule.scope().includes(container))
                .toList();
    }

    /** Before its first program a container's processes are the runtime's, which see the node's files. */
    private Optional<FileObject> fileIn(ContainerLife life, String path) {
        return life.begun() ? files.at(life.container(), path) : Optional.empty();
    }

    /** Whether the kernel has all of it. */
    private boolean write(ContainerLife life, Set<Denial> denials) {
        try {
            if (denials.isEmpty()) {
                kernel.lift(life.cgroupId());
            } else if (!kernel.put(life.cgroupId(), denials, life.begun())) {
                LOG.error(
                        "Not all that is denied to {} found room in the kernel's tables: deny less, or by fewer objects",
                        life.container().displayName());
                return false;
            }
            return true;
        } catch (IllegalArgumentException e) {
            LOG.error(
                    "What is denied to {} stays as it was: {}", life.container().displayName(), e.getMessage());
            return false;
        }
    }

    private boolean end(Set<Long> living) {
        List<Long> gone =
                applied.keySet().stream().filter(id -> !living.contains(id)).toList();
        for (Long id : gone) {
            Applied was = applied.remove(id);
            lifted.remove(was.container.id());
            if (!was.denials.isEmpty()) {
                kernel.lift(id);
            }
        }
        return !gone.isEmpty();
    }

    /** Those of containers that are gone at once, those of containers that nobody names after a while. */
    private void endInherited(Set<Long> living, long nowNanos) {
        for (Long id : List.copyOf(inherited)) {
            if (!living.contains(id) || nowNanos - inheritedUntilNanos > 0) {
                inherited.remove(id);
                kernel.lift(id);
            }
        }
    }

    private void settle(boolean saidAll) {
        if (saidAll && !hasSettled) {
            hasSettled = true;
            settled.run();
        }
    }

    private void tell() {
        List<Denied> now = new ArrayList<>();
        Set<String> orderedNow = new HashSet<>();
        for (Applied each : applied.values()) {
            if (!each.denials.isEmpty()) {
                List<DenyRule> rules = new ArrayList<>(rulesOf(each.container, each.version));
                orderedFor(each.container).forEach(one -> rules.addAll(one.rules()));
                // what was ordered since the look is for the next one
                if (!lifted.contains(each.container.id()) && each.version.number() == version.number()) {
                    orderedNow.addAll(orderedIds(each.container));
                }
                now.add(new Denied(
                        each.container,
                        rules.stream().map(DenialText::of).toList(),
                        rules.stream().anyMatch(rule -> rule.mode() == Mode.ENFORCE)));
            }
        }
        denied = List.copyOf(now);
        orderedInForce = Set.copyOf(orderedNow);
    }
}
