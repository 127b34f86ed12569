package dev.vedette.sensor.identity.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.sensor.identity.node.SeenCgroup;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupAnnouncementTest {
    private static final String ID = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private final List<String> heard = new ArrayList<>();
    private final ContainerRegistry registry = new ContainerRegistry(10, new GroupListener() {
        @Override
        public void belongs(long groupId, long containerGroupId) {
            heard.add(groupId + " of " + containerGroupId);
        }

        @Override
        public void nodes(long groupId) {
            heard.add(groupId + " of the node");
        }
    });

    @Test
    void tellsOfGroupsThatWereThereBefore() {
        registry.seed(List.of(
                new SeenCgroup(1, 0, "/"),
                new SeenCgroup(2, 1, "/kubepods/cri-containerd-" + ID + ".scope"),
                new SeenCgroup(3, 2, "/kubepods/cri-containerd-" + ID + ".scope/inner")));

        assertThat(heard).containsExactly("1 of the node", "2 of 2", "3 of 2");
    }

    @Test
    void tellsThatAGroupMadeByAContainersTaskIsThatContainersWhereverItLies() {
        ContainerLife maker = registry.made(2, 1, "/kubepods/cri-containerd-" + ID + ".scope", null, 1)
                .orElseThrow();
        registry.made(4, 1, "/kubepods/cri-containerd-" + ID.replace('0', 'f') + ".scope", maker, 1);
        registry.made(5, 1, "/system.slice/cron.service", null, 1);

        assertThat(heard).containsExactly("2 of 2", "4 of 2", "5 of the node");
    }

    @Test
    void leavesAGroupWatchedOfWhichNobodyKnowsAnything() {
        registry.takeForNodes(9);

        assertThat(registry.knows(9)).isTrue();
        assertThat(heard).isEmpty();
    }
}
