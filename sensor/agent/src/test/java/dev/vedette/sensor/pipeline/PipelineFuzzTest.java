package dev.vedette.sensor.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.baseline.novelty.LearningGoals;
import dev.vedette.baseline.novelty.WorkloadBaseline;
import dev.vedette.policy.document.LoadedPolicies;
import dev.vedette.policy.document.PolicyLoader;
import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.Origin;
import dev.vedette.probes.record.RecordDecoder;
import dev.vedette.probes.record.RecordEncoder;
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
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Damaged records through the whole pipeline with its rules: each is judged or counted as malformed, none is neither. */
@Timeout(120)
class PipelineFuzzTest {
    private static final long SEED = 20_260_104;
    private static final int RECORDS = 50_000;
    private static final String FAILED = "vedette_records_failed_total";

    private final Metrics metrics = new Metrics();

    @Test
    void judgesOrCountsEveryDamagedRecordAndGoesOn() throws Exception {
        try (RuleBundle bundle = RuleBundle.builtIn(getClass().getClassLoader());
                PolicyEngine engine = engine(bundle);
                DamagedRecords source = new DamagedRecords();
                Pipeline pipeline = pipeline(source, engine)) {
            pipeline.start();
            pipeline.join();
        }
        double malformed = figure(FAILED + "\\{where=\"decode\",}");
        double taken = figure("vedette_records_total\\{kind=\"\\w+\",}");

        assertThat(malformed + taken).isEqualTo(RECORDS);
        assertThat(malformed).isGreaterThan(RECORDS / 10.0);
        assertThat(taken).isGreaterThan(RECORDS / 10.0);
        assertThat(figure(FAILED + "\\{where=\"\\w+\",}"))
                .as("no other failures than of decoding: %s", metrics.scrape())
                .isEqualTo(malformed);
    }

    private Pipeline pipeline(RecordSource source, PolicyEngine engine) {
        AbsentNode nowhere = new AbsentNode(Namespaces.UNKNOWN);
        EventEnricher enricher = new EventEnricher(
                nowhere,
                new ProcessTable(nowhere, 1_000),
                new ContainerRegistry(100),
                new RuntimeFiles(List.of()),
                new RuntimeNews(1),
                LongUnaryOperator.identity(),
                IdentitySettings.DEFAULT,
                metrics);
        FactJudge judge = new FactJudge(engine, new WorkloadBaseline(LearningGoals.DEFAULT), (finding, standing) -> {});
        return new Pipeline(source, new RecordDecoder(), enricher, judge, List.of(), List.of(), metrics);
    }

    private static PolicyEngine engine(RuleBundle bundle) throws Exception {
        PolicyLoader loader = new PolicyLoader(RuleCatalog.of(List.of(bundle)).all());
        var policies = (LoadedPolicies.Accepted) loader.defaults(PipelineFuzzTest.class.getClassLoader());
        return new PolicyEngine(new Site("fuzz", ""), List.of(bundle), policies.policies(), EngineObserver.NONE);
    }

    /** The sum over all series that the pattern names. */
    private double figure(String series) {
        return Pattern.compile("^" + series + " (\\S+)$", Pattern.MULTILINE)
                .matcher(metrics.scrape())
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
    }

    /** Synthetic records, some cut off and some with flipped bits. */
    private static final class DamagedRecords implements RecordSource {
        private final SplittableRandom random = new SplittableRandom(SEED);
        private final List<byte[]> samples =
                SyntheticRecords.all().stream().map(new RecordEncoder()::encode).toList();
        private int left = RECORDS;

        @Override
        public Origin origin() {
            return Origin.LIVE;
        }

        @Override
        public boolean isOpen() {
            return left > 0;
        }

        @Override
        public int drain(RingBufferReader.Handler handler, int maxRecords) {
            int given = Math.min(left, maxRecords);
            for (int i = 0; i < given; i++) {
                byte[] bytes = samples.get(random.nextInt(samples.size())).clone();
                for (int flips = random.nextInt(6); flips > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                }
                int length = random.nextInt(5) == 0 ? random.nextInt(bytes.length) : bytes.length;
                handler.onRecord(MemorySegment.ofArray(bytes), 0, length);
            }
            left -= given;
            return given;
        }

        @Override
        public void await(Duration timeout) {
            // There is always more.
        }

        @Override
        public void close() {
            left = 0;
        }
    }
}
