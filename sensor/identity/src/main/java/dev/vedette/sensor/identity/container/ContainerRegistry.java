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
    private final Map<String, Word> wordById;

    /** What a runtime has said of a container, kept for a life that has not begun yet. */
    private record Word(Container container, Isolation spec) {}

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
        this.wordById = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Word> eldest) {
                return size() > ContainerRegistry.this.capacity;
            }
        };
    }

    /**
     * Takes in groups that were there before the sensor. Nobody saw who made them, so the outermost one in a container's
     * shape is taken for the container and all below it for its own.
     *
     * @param groups parents before children
     * @param phase RUNNING for what was there before the sensor, CREATED for groups whose making was missed just now
     */
    public void seed(List<SeenCgroup> groups, LifePhase phase) {
        for (SeenCgroup group : groups) {
            ContainerLife parent = lifeByGroup.get(group.parentId());
            if (knows(group.id())) {
                continue;
            }
            Optional<String> id = CgroupPath.containerId(group.path());
            if (parent != null) {
                assign(group.id(), parent);
            } else if (id.isPresent()) {
                open(group.id(), id.get(), phase);
            } else {
                leaveToNode(group.id());
            }
        }
    }

    /**
     * A group was made.
     *
     * @param maker the container of the task that made it, null for the node itself
     * @return the container that it belongs to; empty for a group of the node
     */
    public Optional<ContainerLife> made(long groupId, long parentGroupId, String path, ContainerLife maker) {
        forgetGroup(groupId);
        if (maker != null) {
            assign(groupId, maker);
            return Optional.of(maker);
        }
        Optional<String> id = CgroupPath.containerId(path);
        if (id.isPresent()) {
            return Optional.of(open(groupId, id.get(), LifePhase.CREATED));
        }
        ContainerLife parent = lifeByGroup.get(parentGroupId);
        if (parent != null) {
            assign(groupId, parent);
        } else {
            leaveToNode(groupId);
        }
        return Optional.ofNullable(parent);
    }

    private ContainerLife open(long groupId, String containerId, LifePhase phase) {
        makeRoom();
        ContainerLife life = new ContainerLife(groupId, Container.pending(containerId), phase);
        assign(groupId, life);
        lives.put(groupId, life);
        Word word = wordById.get(containerId);
        if (word != null) {
            tell(life, word);
        }
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

    /** A group was removed: if it is a container's own, the container has ended; late events still find it. */
    public void removed(long groupId) {
        groupsOfNode.remove(groupId);
        ContainerLife life = lifeByGroup.get(groupId);
        if (life != null && life.cgroupId() == groupId) {
            life.stop();
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
     * A runtime, or a recording, says who a container is. A group that the node's side made in that container's shape
     * becomes known by it; so does one that is made later.
     *
     * @param spec its isolation by specification, null where not known
     * @return the lives that became known by this
     */
    public List<ContainerLife> learn(Container container, Isolation spec) {
        Word word = new Word(container, spec);
        wordById.put(container.id(), word);
        List<ContainerLife> concerned = lives.values().stream()
                .filter(life -> life.containerId().equals(container.id()))
                .toList();
        List<ContainerLife> newly =
                concerned.stream().filter(life -> !life.known()).toList();
        concerned.forEach(life -> tell(life, word));
        return newly;
    }

    /**
     * The same with the group in which the container's own process was found. A group that so far counted as a part of
     * another container becomes a container's own: so a container inside a container is found when its runtime is one
     * that we ask. A group that is another container's own stays that: a process number may have been used again.
     *
     * @param groupId 0 where not known
     */
    public List<ContainerLife> learn(long groupId, Container container, Isolation spec) {
        ContainerLife around = lifeByGroup.get(groupId);
        boolean isPart = around != null
                && around.cgroupId() != groupId
                && !around.containerId().equals(container.id());
        List<ContainerLife> newly = new ArrayList<>(learn(container, spec));
        if (isPart && newly.isEmpty()) {
            lifeByGroup.remove(groupId);
            newly.add(open(groupId, container.id(), LifePhase.RUNNING).inside(around));
        }
        return newly;
    }

    private static void tell(ContainerLife life, Word word) {
        life.learn(word.container());
        if (word.spec() != null) {
            life.specify(word.spec());
        }
    }

    /** The isolation that a runtime has said a container's specification gives it. */
    public Optional<Isolation> specOf(String containerId) {
        return Optional.ofNullable(wordById.get(containerId)).map(Word::spec);
    }

    /** The runtime no longer has the container. A life in progress keeps what is known of it. */
    public void forget(String containerId) {
        wordById.remove(containerId);
    }

    /** All lives, oldest first, ended ones among them. */
    public Collection<ContainerLife> all() {
        return lives.values();
    }

    public int size() {
        return lives.size();
    }
}
