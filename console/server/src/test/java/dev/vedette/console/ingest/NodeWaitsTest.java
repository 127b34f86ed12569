package dev.vedette.console.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NodeWaitsTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final NodeWaits waits = new NodeWaits();

    private void add(int second, int bytes) {
        JsonNode window = JsonNodeFactory.instance
                .objectNode()
                .put("end", NOON.plusSeconds(second).toString());
        waits.add("node", window, bytes);
    }

    @Test
    void keepsTheLatestWindowsAndNoMoreThanItHasRoomFor() {
        for (int i = 0; i < NodeWaits.MOST_WINDOWS + 5; i++) {
            add(i, 100);
        }
        assertThat(waits.after("node", Instant.EPOCH)).hasSize(NodeWaits.MOST_WINDOWS);
        assertThat(waits.newest("node")).isEqualTo(NOON.plusSeconds(NodeWaits.MOST_WINDOWS + 4));

        add(1_000, (int) NodeWaits.MOST_BYTES);
        assertThat(waits.after("node", Instant.EPOCH)).hasSize(1);
    }

    @Test
    void knowsNothingOfANodeThatToldNothing() {
        assertThat(waits.after("other", Instant.EPOCH)).isEmpty();
        assertThat(waits.newest("other")).isEqualTo(Instant.EPOCH);
    }
}
