package dev.vedette.sensor.identity.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.sensor.identity.node.SeenCgroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever order containers come and go in, with few ids and few group numbers that are used again and again, words of the
 * runtime early, late, repeated or missing, and records of groups that were lost: a life is never known as another container
 * than the one that lives in its group.
 */
class RegistryLawsTest {
    private static final int STEPS = 400;
    private static final List<String> IDS = List.of("a".repeat(64), "b".repeat(64), "c".repeat(64));
    private static final List<Long> GROUPS = List.of(11L, 12L, 13L, 14L);

    private final ContainerRegistry registry = new ContainerRegistry(50);
    private final Map<Long, Container> alive = new HashMap<>();
    private long bootNanos = 1_000;
    private long made;

    static List<Long> seeds() {
        return new Random(20_26).longs(200).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noLifeIsEverKnownAsAnotherContainer(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(5)) {
                case 0, 1 -> create(random);
                case 2 -> speak(random);
                default -> end(random);
            }
            alive.forEach((group, real) -> isRight(group, real));
        }
    }

    private void create(Random random) {
        List<String> ids = new ArrayList<>(IDS);
        alive.values().forEach(container -> ids.remove(container.id()));
        List<Long> groups = new ArrayList<>(GROUPS);
        groups.removeAll(alive.keySet());
        if (ids.isEmpty() || groups.isEmpty()) {
            return;
        }
        Container container = container(ids.get(random.nextInt(ids.size())));
        long group = groups.get(random.nextInt(groups.size()));
        if (random.nextBoolean()) {
            registry.learn(container, null);
        }
        bootNanos++;
        if (random.nextInt(4) != 0) {
            registry.made(group, 1, path(container.id()), null, bootNanos);
        } else if (!registry.knows(group, bootNanos)) {
            // The record of its making was lost: the group is found when a process of it does something.
            registry.seed(List.of(new SeenCgroup(group, 1, path(container.id()))));
        }
        alive.put(group, container);
    }

    private void speak(Random random) {
        if (!alive.isEmpty()) {
            List<Long> groups = new ArrayList<>(alive.keySet());
            long group = groups.get(random.nextInt(groups.size()));
            registry.learn(random.nextBoolean() ? group : 0, alive.get(group), null);
        }
    }

    private void end(Random random) {
        if (!alive.isEmpty()) {
            List<Long> groups = new ArrayList<>(alive.keySet());
            long group = groups.get(random.nextInt(groups.size()));
            Container gone = alive.remove(group);
            registry.removed(group, ++bootNanos);
            if (random.nextBoolean()) {
                registry.forget(gone.id());
            }
        }
    }

    private void isRight(long group, Container real) {
        Container known = registry.of(group).orElseThrow().container();
        assertThat(known.id()).isEqualTo(real.id());
        if (known.identity() == Container.Identity.KNOWN) {
            assertThat(known.name()).isEqualTo(real.name());
        }
    }

    private Container container(String id) {
        made++;
        return new Container(
                id, "n" + made, "i", "", "r", Container.Pod.NONE, Set.of(), made, Container.Identity.KNOWN);
    }

    private static String path(String id) {
        return "/kubepods/besteffort/pod1/" + id;
    }
}
