package dev.vedette.sensor.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.baseline.novelty.LearningGoals;
import dev.vedette.baseline.novelty.WorkloadBaseline;
import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.probes.record.RecordDecoder;
import dev.vedette.probes.ring.RingBufferReader;
import dev.vedette.sensor.identity.EventEnricher;
import dev.vedette.sensor.identity.IdentitySettings;
import dev.vedette.sensor.identity.RuntimeFiles;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.node.AbsentNode;
import dev.vedette.sensor.identity.process.ProcessTable;
import dev.vedette.sensor.identity.runtime.RuntimeNews;
import dev.vedette.sensor.metrics.Metrics;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where records come one after the other it is looked for them often; where none come the kernel is left to wake. */
@Timeout(60)
class PipelineRestTest {
    @Test
    void restsWhenALookHasFoundNothingAndNotWhileRecordsCome() throws Exception {
        Metrics metrics = new Metrics();
        AbsentNode nowhere = new AbsentNode(Namespaces.UNKNOWN);
        EventEnricher enricher = new EventEnricher(
                nowhere,
                new ProcessTable(nowhere, 10),
                new ContainerRegistry(10),
                new RuntimeFiles(List.of()),
                new RuntimeNews(1),
                LongUnaryOperator.identity(),
                IdentitySettings.DEFAULT,
                metrics);
        try (PolicyEngine engine = new PolicyEngine(new Site("n", ""), List.of(), PolicySet.NONE, EngineObserver.NONE);
                Looks source = new Looks(List.of(3, 1, 0, 0, 2, 0, 1));
                Pipeline pipeline = new Pipeline(
                        source,
                        new RecordDecoder(),
                        enricher,
                        new FactJudge(engine, new WorkloadBaseline(LearningGoals.DEFAULT), (finding, standing) -> {}),
                        List.of(),
                        List.of(),
                        metrics)) {
            pipeline.start();
            pipeline.join();

            assertThat(source.waits).containsExactly("look", "look", "look", "rest", "rest", "look", "rest");
        }
    }

    /** Gives out so many records at each look, of a kind that there is not. */
    private static final class Looks implements RecordSource {
        private final List<Integer> given;
        private final List<String> waits = new ArrayList<>();

        Looks(List<Integer> given) {
            this.given = given;
        }

        @Override
        public Origin origin() {
            return Origin.LIVE;
        }

        @Override
        public boolean isOpen() {
            return waits.size() < given.size();
        }

        @Override
        public int drain(RingBufferReader.Handler handler, int maxRecords) {
            int count = given.get(waits.size() - 1);
            for (int i = 0; i < count; i++) {
                handler.onRecord(MemorySegment.ofArray(new byte[8]), 0, 8);
            }
            return count;
        }

        @Override
        public void await(Duration timeout) {
            waits.add("look");
        }

        @Override
        public void rest(Duration timeout) {
            waits.add("rest");
        }

        @Override
        public void close() {}
    }
}
