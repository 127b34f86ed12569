package dev.vedette.sensor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Fact;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.posture.NodeInspection;
import dev.vedette.sensor.posture.PostureCheck;
import dev.vedette.sensor.posture.PostureLook;
import dev.vedette.sensor.posture.health.NodeHealth;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeWatchTest {
    private String value = "0";
    private long now;

    @Test
    void eachStateOfTheNodeIsToldOnceAndAgainWhenItComesBack() {
        Metrics metrics = new Metrics();
        InstantSource clock = () -> Instant.ofEpochSecond(now++);
        try (NodeWatch watch = new NodeWatch(
                new NodeInspection(NodeRoot.own(), List.of(setting()), clock),
                new NodeHealth(List.of()),
                metrics,
                Clock.systemUTC())) {
            assertThat(told(watch)).hasSize(1);
            assertThat(watch.posture().holding()).hasSize(1);
            assertThat(told(watch)).isEmpty();
            value = "1";
            assertThat(told(watch)).hasSize(1);
            value = "0";
            assertThat(told(watch)).hasSize(1);
            assertThat(metrics.scrape())
                    .contains(
                            "vedette_node_posture_facts{kind=\"NodeSetting\",} 1.0", "vedette_node_posture_unread 0.0");
        }
    }

    private static List<Fact> told(NodeWatch watch) {
        List<Fact> facts = new ArrayList<>();
        watch.lookAtPosture();
        watch.look(0, facts::add);
        return facts;
    }

    private PostureCheck setting() {
        return new PostureCheck() {
            @Override
            public String name() {
                return "one setting";
            }

            @Override
            public void look(PostureLook look) {
                look.setting("kernel", "x", value, "here", Map.of());
            }
        };
    }
}
