package dev.vedette.sensor.identity.container;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.IsolationObserved.Isolation;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.sensor.identity.node.SeenCgroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which control group is which container's.
 *
 * <p>Guarantees: a group made by a task of container A belongs to A, whatever its name says and wherever it is; a group
 * below a container's belongs to that container, unless the node's side made it in the shape of a container of its own;
 * what a runtime says with the group's id beside it (see {@link #learn(long, Container, Isolation)}) tells a container
 * inside a container, because a runtime's word can't be forged from inside. Both tables are bounded.
 *
 * <p>Not thread-safe: the pipeline thread owns it.
 */
public final class ContainerRegistry {
    private static final int MAX_GROUPS_OF_NODE = 100_000;

    private final int capacity;
    private final GroupListener listener;
    private final Map<Long, ContainerLife> lifeByGroup = new HashMap<>();
    private final Map<Long, ContainerLife> lives = new LinkedHashMap<>();
    private final Set<Long> groupsOfNode = new HashSet<>();
    private final RuntimeWords words;

    /**
     * An empty registry.
     *
     * @param capacity containers kept at most, living and ended, ≥ 1
     */
    public ContainerRegistry(int capacity) {
        this(capacity, GroupListener.NONE);
    }

    /** As {@link #ContainerRegistry(int)}, and tells whose each group is. */
    public ContainerRegistry(int capacity, GroupListener listener) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity is " + capacity + ", must be at least 1");
        }
        this.capacity = capacity;
        this.listener = listener;
        this.words = new RuntimeWords(capacity);
    }

    /**
     * Takes in groups that were there before the sensor. Nobody saw who made them, so the outermost one in a container's
     * shape is taken for the container and all below it for its own.
     *
     * <p>A group says nothing of whether anything runs in it: one that a runtime has left behind is there too. Its
     * processes say it, see {@link Membership#seed}.
     *
     * @param groups parents before children
     */
    public void seed(List<SeenCgroup> groups) {
        for (SeenCgroup group : groups) {
            ContainerLife parent = lifeByGroup.get(group.parentId());
            if (knows(group.id())) {
                continue;
            }
            Optional<String> id = CgroupPath.containerId(group.path());
            if (parent != null) {
                assign(group.id(), parent);
            } else if (id.isPresent()) {
                open(group.id(), id.get(), LifePhase.CREATED, 0);
            } else {
                leaveToNode(group.id());
            }
        }
    }

    /**
     * A group was made.
     *
     * @param maker the container of the task that made it, null for the node itself
     * @param bootNanos when, boot clock
     * @return the container that it belongs to; empty for a group of the node
     */
    public Optional<ContainerLife> made(
            long groupId, long parentGroupId, String path, ContainerLife maker, long bootNanos) {
        forgetGroup(groupId);
        if (maker != null) {
            assign(groupId, maker);
            return Optional.of(maker);
        }
        Optional<String> id = CgroupPath.containerId(path);
        if (id.isPresent()) {
            return Optional.of(open(groupId, id.get(), LifePhase.CREATED, bootNanos));
        }
        ContainerLife parent = lifeByGroup.get(parentGroupId);
        if (parent != null) {
            assign(groupId, parent);
        } else {
            leaveToNode(groupId);
        }
        return Optional.ofNullable(parent);
    }

    private ContainerLife open(long groupId, String containerId, LifePhase phase, long bootNanos) {
        makeRoom();
        boolean alone = lives.values().stream()
                .noneMatch(other -> other.containerId().equals(containerId) && other.phase() != LifePhase.STOPPED);
        ContainerLife life = new ContainerLife(groupId, bootNanos, Container.pending(containerId), phase);
        assign(groupId, life);
        lives.put(groupId, life);
        if (alone) {
            words.forNext(containerId).ifPresent(word -> tell(life, word));
        } // else one of the two only has the name: the runtime tells which, by its process's group
        return life;
    }

    /** Ended lives go first, oldest first; then the oldest life whose group may have gone unseen. */
    private void makeRoom() {
        if (lives.size() < capacity) {
            return;
        }
        Iterator<ContainerLife> oldest = lives.values().iterator();
        ContainerLife victim = lives.values().stream()
                .filter(life -> life.phase() == LifePhase.STOPPED)
                .findFirst()
                .orElseGet(oldest::next);
        lives.remove(victim.cgroupId());
        lifeByGroup.values().removeIf(life -> life == victim);
    }

    /**
     * A group was removed: if it is a container's own, the container has ended; late events still find it.
     *
     * @param bootNanos when, boot clock
     */
    public void removed(long groupId, long bootNanos) {
        groupsOfNode.remove(groupId);
        ContainerLife life = lifeByGroup.get(groupId);
        if (life != null && life.cgroupId() == groupId) {
            life.stop(bootNanos);
            words.ended(life.container());
        } else {
            lifeByGroup.remove(groupId);
        }
    }

    /** The number is used again: nothing of the former group may cling to it. */
    private void forgetGroup(long groupId) {
        groupsOfNode.remove(groupId);
        lifeByGroup.remove(groupId);
        ContainerLife former = lives.remove(groupId);
        if (former != null) {
            lifeByGroup.values().removeIf(life -> life == former);
        }
    }

    /** Whether it is known whose the group is: a container's, or the node's. */
    public boolean knows(long groupId) {
        return lifeByGroup.containsKey(groupId) || groupsOfNode.contains(groupId);
    }

    /**
     * The same for a process that began then. A container that ended before has left the number to another group, whose
     * making was missed: nothing of it stays.
     *
     * @param startBootNanos of the process that is found in the group, boot clock
     */
    public boolean knows(long groupId, long startBootNanos) {
        ContainerLife life = lifeByGroup.get(groupId);
        if (life != null && !life.canHold(startBootNanos)) {
            forgetGroup(groupId);
        }
        return knows(groupId);
    }

    /** A group of which nobody knows anything, and that could not be found either, counts as the node's. */
    public void takeForNodes(long groupId) {
        if (groupsOfNode.size() >= MAX_GROUPS_OF_NODE) {
            groupsOfNode.clear();
        }
        // Not announced as the node's: what is not known for certain stays watched.
        groupsOfNode.add(groupId);
    }

    private void assign(long groupId, ContainerLife life) {
        lifeByGroup.put(groupId, life);
        listener.belongs(groupId, life.cgroupId());
    }

    private void leaveToNode(long groupId) {
        groupsOfNode.add(groupId);
        listener.nodes(groupId);
    }

    public Optional<ContainerLife> of(long groupId) {
        return Optional.ofNullable(lifeByGroup.get(groupId));
    }

    /** Whose a group is, for people: the container it belongs to, {@link Container#HOST} for one of the node's own. */
    public Container containerOf(long groupId) {
        return of(groupId).map(ContainerLife::container).orElse(Container.HOST);
    }

    /** A process of the runtime was put into a container's group. */
    public void entered(ContainerLife life) {
        life.entered();
    }

    /**
     * A runtime, or a recording, says who a container is. The latest life with its id becomes known by it; so does one
     * that is made later. A life that is known stays who it is: a word about a container that was made at another time
     * is about the next life with that id, unless the runtime says that it lives in this very group.
     *
     * @param groupId the group in which the container's own process was found, 0 where not known. A group that so far
     *     counted as a part of another container becomes a container's own: so a container inside a container is found
     *     when its runtime is one that we ask. A group that is another container's own stays that: a process number may
     *     have been used again
     * @param spec its isolation by specification, null where not known
     */
    public Introduced learn(long groupId, Container container, Isolation spec) {
        ContainerLife around = lifeByGroup.get(groupId);
        boolean isPart = around != null
                && around.cgroupId() != groupId
                && !around.containerId().equals(container.id());
        RuntimeWords.Word word = words.say(container, spec);
        List<ContainerLife> newly = new ArrayList<>();
        List<Introduced.Changed> changed = new ArrayList<>();
        for (ContainerLife life : livesOf(container.id(), groupId)) {
            Container before = life.container();
            if (life.known() && !isAbout(container, life, groupId)) {
                continue;
            }
            tell(life, word);
            if (before.identity() != Container.Identity.KNOWN) {
                newly.add(life);
            } else if (isAnother(before, container)) {
                changed.add(new Introduced.Changed(life, before));
            }
        }
        if (isPart && newly.isEmpty()) {
            lifeByGroup.remove(groupId);
            newly.add(open(groupId, container.id(), LifePhase.RUNNING, 0).inside(around));
        }
        return new Introduced(newly, changed);
    }

    /** As {@link #learn(long, Container, Isolation)} of a container whose group nobody has told. */
    public Introduced learn(Container container, Isolation spec) {
        return learn(0, container, spec);
    }

    /** The known ones, and of those that nobody has named only the latest: an older one may have been another container. */
    private List<ContainerLife> livesOf(String containerId, long groupId) {
        List<ContainerLife> all = lives.values().stream()
                .filter(life -> life.containerId().equals(containerId))
                .toList();
        boolean groupIsOne = all.stream().anyMatch(life -> life.cgroupId() == groupId);
        return all.stream()
                .filter(life -> life.known() || life.cgroupId() == groupId || (!groupIsOne && life == all.getLast()))
                .toList();
    }

    private static boolean isAbout(Container container, ContainerLife life, long groupId) {
        return RuntimeWords.isSame(life.container(), container)
                || life.container().startedEpochNanos() == 0
                || (life.cgroupId() == groupId && life.phase() != LifePhase.STOPPED);
    }

    /** What a container can't become without being another; tags may move, labels and owners become better known. */
    private static boolean isAnother(Container before, Container now) {
        return (!RuntimeWords.isSame(before, now) && before.startedEpochNanos() != 0)
                || differs(before.name(), now.name())
                || differs(before.pod().uid(), now.pod().uid())
                || differs(before.pod().namespace(), now.pod().namespace())
                || differs(before.pod().name(), now.pod().name())
                || differs(before.imageDigest(), now.imageDigest());
    }

    private static boolean differs(String before, String now) {
        return !before.isEmpty() && !now.isEmpty() && !before.equals(now);
    }

    private static void tell(ContainerLife life, RuntimeWords.Word word) {
        life.learn(word.container());
        if (word.spec() != null) {
            life.specify(word.spec());
        }
    }

    /** What a runtime has said of a container, whether or not it has a group here. */
    public Optional<Container> named(String containerId) {
        return words.of(containerId);
    }

    /** Whether a runtime has said just this already. */
    public boolean saidBefore(Container container, Isolation spec) {
        return words.saidBefore(container, spec);
    }

    /** The runtime no longer has the container. A life in progress keeps what is known of it. */
    public void forget(String containerId) {
        words.forget(containerId);
    }

    /** All lives, oldest first, ended ones among them. */
    public Collection<ContainerLife> all() {
        return lives.values();
    }

    public int size() {
        return lives.size();
    }
}
