package dev.vedette.sensor.outputs.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.feed.wire.Delivery;
import dev.vedette.policy.feed.wire.NodeMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryQueueTest {
    private final DeliveryQueue queue = new DeliveryQueue(3);

    @Test
    void handsOutInOrderAndEachOnlyOncePerConnection() {
        add("a", "b", "c");

        assertThat(ids(queue.due(2))).containsExactly("a", "b");
        assertThat(ids(queue.due(2))).containsExactly("c");
        assertThat(queue.due(2)).isEmpty();
        assertThat(queue.nothingDue()).isTrue();
    }

    @Test
    void handsOutAgainWhatWasNotAcknowledged() {
        add("a", "b", "c");
        queue.due(10);

        assertThat(queue.acknowledged(1)).isEqualTo(1);
        queue.rewind();

        assertThat(queue.nothingDue()).isFalse();
        assertThat(ids(queue.due(10))).containsExactly("b", "c");
    }

    @Test
    void givesUpTheOldestWhenFullAndSaysSo() {
        assertThat(queue.add(DeliveryQueue.Kind.OUTCOME, Delivery.newBuilder().setId("a")))
                .isFalse();
        add("b", "c");
        assertThat(queue.add(DeliveryQueue.Kind.FINDING, Delivery.newBuilder().setId("d")))
                .isTrue();

        assertThat(queue.size()).isEqualTo(3);
        assertThat(ids(queue.due(10))).containsExactly("b", "c", "d");
    }

    @Test
    void hasNothingDueOnceAllIsAcknowledged() {
        add("a", "b");
        queue.due(10);
        assertThat(queue.acknowledged(2)).isEqualTo(2);
        queue.rewind();

        assertThat(queue.due(10)).isEmpty();
        assertThat(queue.nothingDue()).isTrue();
        assertThat(queue.size()).isZero();
    }

    private void add(String... ids) {
        for (String id : ids) {
            queue.add(DeliveryQueue.Kind.FINDING, Delivery.newBuilder().setId(id));
        }
    }

    private static List<String> ids(List<NodeMessage> messages) {
        return messages.stream()
                .map(message -> message.hasFinding()
                        ? message.getFinding().getId()
                        : message.getOutcome().getId())
                .toList();
    }
}
