package dev.vedette.baseline.novelty;

import dev.vedette.policy.model.BaselineDeviation;
import dev.vedette.policy.model.BaselineDeviation.Kind;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.FilesDestroyed;
import dev.vedette.policy.model.FilesDestroyed.Habit;
import dev.vedette.policy.model.NameResolved;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.policy.model.ProcessId;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.policy.model.SocketActivity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What each workload does, and what it does for the first time: which programs it starts, where it writes, whom it reaches,
 * and how many files its programs destroy at once.
 *
 * <p>Guarantees: of each kind nothing is reported before a workload is {@link LearningState#LEARNED}; nothing is learned from
 * a container in which a rule has found something, nor from a session that the runtime put into a container from outside
 * (a person's shell is not the workload's habit); a deviation is not learned by being reported. Not thread-safe: the
 * pipeline's thread owns it. Bounded in workloads; the least recently used one is forgotten.
 */
public final class WorkloadBaseline {
    private static final int MAX_WORKLOADS = 1_024;
    private static final int MAX_CONTAINERS = 4_096;
    private static final int MAX_FLAGGED = 4_096;
    private static final int MAX_VISITORS = 8_192;

    private final LearningGoals goals;
    private final EventClock clock;
    private final Map<Workload, WorkloadHabits> habits = bounded(MAX_WORKLOADS);
    /** Which workload a container is one of, by the container's id, so that texts are not joined for each event. */
    private final Map<String, Replica> replicas = bounded(MAX_CONTAINERS);

    private final Map<String, Boolean> flagged = bounded(MAX_FLAGGED);
    private final Map<ProcessId, Boolean> visitors = bounded(MAX_VISITORS);
    private final ResolvedNames names = new ResolvedNames();

    /** @param container as it was known then: it may become known better */
    private record Replica(Container container, Workload workload) {}

    public WorkloadBaseline(LearningGoals goals) {
        this(goals, System::nanoTime);
    }

    WorkloadBaseline(LearningGoals goals, LongSupplier nanoTime) {
        this.goals = goals;
        this.clock = new EventClock(nanoTime);
    }

    /** Takes what a container did: learns it, or says how it deviates. */
    public Optional<BaselineDeviation> observe(Event event) {
        if (!isOfKnown(event)) {
            return Optional.empty();
        }
        if (event instanceof NameResolved answer) {
            names.learn(answer);
        }
        if (!event.inRunningContainer()) {
            return Optional.empty();
        }
        return switch (event) {
            case ProcessExecuted program -> {
                noteSession(program);
                yield observe(Kind.PROCESS, program, () -> ProcessItem.of(program));
            }
            case FileOpened file
            when AreaItem.isWritten(file) -> observe(Kind.FILE_AREA, file, () -> AreaItem.of(file));
            case SocketActivity socket
            when PeerItem.isReached(socket) -> observe(Kind.PEER, socket, () -> PeerItem.of(socket, names));
            case FilesDestroyed destroyed -> {
                learn(destroyed);
                yield Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    /** Whether a container's workload is wont to destroy so many files; nothing is learned by asking. */
    public Habit habit(FilesDestroyed event) {
        if (!isOfKnown(event)) {
            return Habit.UNKNOWN;
        }
        clock.saw(event.context().bootNanos());
        if (state(event.container()) != LearningState.LEARNED) {
            return Habit.UNKNOWN;
        }
        return habitsOf(event.container()).destruction().includes(event) ? Habit.USUAL : Habit.UNUSUAL;
    }

    /** How much is destroyed is learned as long as the workload's programs are. */
    private void learn(FilesDestroyed event) {
        if (state(event.container()) != LearningState.LEARNED && mayBeLearned(event)) {
            habitsOf(event.container()).destruction().learn(event);
        }
    }

    private static boolean isOfKnown(Event event) {
        return event.container().identity() == Container.Identity.KNOWN;
    }

    private boolean mayBeLearned(Event event) {
        return !flagged.containsKey(event.container().id()) && !isVisitor(event.process());
    }

    private Optional<BaselineDeviation> observe(Kind kind, Event event, Supplier<LearnedItem> done) {
        long now = event.context().bootNanos();
        clock.saw(now);
        WorkloadProfile profile = habitsOf(event.container()).profile(kind, now);
        if (profile.overflowed()) {
            return Optional.empty();
        }
        LearnedItem item = done.get();
        if (profile.state(goals, now) == LearningState.LEARNED && !profile.knows(item)) {
            return Optional.of(deviation(kind, event, profile, item));
        }
        if (mayBeLearned(event)) {
            profile.learn(item, event.container().id());
        }
        return Optional.empty();
    }

    private WorkloadHabits habitsOf(Container container) {
        Replica replica = replicas.get(container.id());
        if (replica == null || !replica.container().equals(container)) {
            replica = new Replica(container, Workload.of(container));
            replicas.put(container.id(), replica);
        }
        return habits.computeIfAbsent(replica.workload(), unused -> new WorkloadHabits());
    }

    private void noteSession(ProcessExecuted program) {
        if (program.session() == ProcessExecuted.Session.MAIN) {
            visitors.remove(program.process().id());
        } else {
            visitors.put(program.process().id(), true);
        }
    }

    /** Whether it, or who began it, was put in from outside. */
    private boolean isVisitor(ProcessInfo process) {
        // Asked of each write and connection, and hardly a node has any.
        if (visitors.isEmpty()) {
            return false;
        }
        return visitors.containsKey(process.id())
                || process.ancestors().stream().anyMatch(ancestor -> visitors.containsKey(ancestor.id()));
    }

    /** Tells that a rule has found something in a container: nothing more is learned from it. */
    public void flag(Container container) {
        if (!container.onHost()) {
            flagged.put(container.id(), true);
        }
    }

    /**
     * Begins anew with every workload that is not learned yet: what was missed meanwhile would later look new.
     */
    public void eventsWereLost() {
        long now = clock.now();
        habits.values().forEach(of -> of.forgetUnfinished(goals, now));
    }

    /** How far it is with the programs of a container's workload. */
    public LearningState state(Container container) {
        return state(Kind.PROCESS, container);
    }

    /** How far it is with one kind of what a container's workload does. */
    public LearningState state(Kind kind, Container container) {
        WorkloadHabits known = habits.get(Workload.of(container));
        return known == null ? LearningState.LEARNING : known.state(kind, goals, clock.now());
    }

    /** How many workloads are in {@code state} with their programs. */
    public long count(LearningState state) {
        long now = clock.now();
        return habits.values().stream()
                .filter(of -> of.has(Kind.PROCESS) && of.state(Kind.PROCESS, goals, now) == state)
                .count();
    }

    private static BaselineDeviation deviation(Kind kind, Event event, WorkloadProfile profile, LearnedItem item) {
        return new BaselineDeviation(
                kind,
                event.context(),
                item.describe(),
                profile.nearest(item).map(LearnedItem::describe).orElse(""),
                profile.replicas(),
                profile.observations(),
                profile.learnedFor(event.context().bootNanos()));
    }

    private static <K, V> Map<K, V> bounded(int limit) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > limit;
            }
        };
    }
}
