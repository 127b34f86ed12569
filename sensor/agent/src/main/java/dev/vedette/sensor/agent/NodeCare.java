package dev.vedette.sensor.agent;

import dev.vedette.policy.model.PolicySet;
import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.pipeline.Watch;
import dev.vedette.sensor.posture.health.HealthItem;
import dev.vedette.sensor.report.PostureLooks;
import java.time.Clock;
import java.util.List;

/** What is looked at on threads of its own, beside the events: how the node is, and what its images are. */
interface NodeCare extends AutoCloseable {
    /** Of a recording: its node and its images are not here. */
    NodeCare NONE = new NodeCare() {
        @Override
        public List<Watch> watches() {
            return List.of();
        }

        @Override
        public void start() {
            // there is nothing
        }

        @Override
        public List<HealthItem> health() {
            return List.of();
        }

        @Override
        public PostureLooks posture() {
            return PostureLooks.NONE_YET;
        }

        @Override
        public void replacePolicies(PolicySet policies) {
            // there is nothing
        }

        @Override
        public void close() {
            // there is nothing
        }
    };

    /** What brings to the pipeline's thread what was seen. */
    List<Watch> watches();

    void start();

    /** How the node was at the last look; empty before the first. */
    List<HealthItem> health();

    /** The last look at how the node stands. */
    PostureLooks posture();

    void replacePolicies(PolicySet policies);

    @Override
    void close();

    /** Of the node that the sensor runs on. */
    static NodeCare live(
            SensorSettings settings,
            Rules rules,
            List<ContainerRuntime> runtimes,
            ContainerRoster roster,
            Metrics metrics,
            Clock clock) {
        return new Live(
                NodeWatch.of(settings, metrics, clock),
                new ImageCare(
                        runtimes,
                        roster,
                        rules.catalog(),
                        rules.policies(),
                        settings.stateDirectory(),
                        settings.tuning().admissions(),
                        clock));
    }

    /** Both looks of a live node. */
    record Live(NodeWatch node, ImageCare images) implements NodeCare {
        @Override
        public List<Watch> watches() {
            return List.of(node, images);
        }

        @Override
        public void start() {
            node.start();
            images.start();
        }

        @Override
        public List<HealthItem> health() {
            return node.health();
        }

        @Override
        public PostureLooks posture() {
            return node.posture();
        }

        @Override
        public void replacePolicies(PolicySet policies) {
            images.replacePolicies(policies);
        }

        @Override
        public void close() {
            images.close();
            node.close();
        }
    }
}
