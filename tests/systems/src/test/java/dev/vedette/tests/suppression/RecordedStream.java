package dev.vedette.tests.suppression;

import dev.vedette.baseline.novelty.LearningGoals;
import dev.vedette.baseline.novelty.WorkloadBaseline;
import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.probes.record.MalformedRecordException;
import dev.vedette.probes.record.RecordDecoder;
import dev.vedette.sensor.identity.EventEnricher;
import dev.vedette.sensor.identity.IdentitySettings;
import dev.vedette.sensor.identity.RuntimeFiles;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.node.AbsentNode;
import dev.vedette.sensor.identity.node.NodeView;
import dev.vedette.sensor.identity.process.ProcessTable;
import dev.vedette.sensor.identity.runtime.RuntimeNews;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.pipeline.EpochClock;
import dev.vedette.sensor.pipeline.FactJudge;
import dev.vedette.sensor.recording.Recording;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;

/**
 * What a sensor recorded, in order: kernel records as bytes, and what runtimes said between them.
 *
 * @param host the namespaces of the recorded node
 */
record RecordedStream(Namespaces host, List<Item> items) {
    private static final int MANY = 4_096;

    /** One thing that came. */
    sealed interface Item {}

    /** A record as the kernel wrote it. */
    record Bytes(MemorySegment record) implements Item {}

    /** A runtime's word. */
    record Word(RuntimeNews.Known known) implements Item {}

    RecordedStream {
        items = List.copyOf(items);
    }

    RecordedStream with(List<Item> others) {
        return new RecordedStream(host, others);
    }

    static RecordedStream read(InputStream recording) throws Exception {
        RuntimeNews news = new RuntimeNews(MANY);
        List<Item> items = new ArrayList<>();
        try (Recording played =
                new Recording(recording, Recording.Pace.AT_ONCE, news, new EpochClock(Clock.systemUTC()))) {
            while (played.isOpen()) {
                List<Item> came = new ArrayList<>();
                played.drain(
                        (data, offset, length) -> came.add(new Bytes(MemorySegment.ofArray(
                                data.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE)))),
                        1);
                for (var said = news.poll(); said != null; said = news.poll()) {
                    if (said instanceof RuntimeNews.Known known) {
                        items.add(new Word(known));
                    }
                }
                items.addAll(came);
            }
            return new RecordedStream(played.hostNamespaces(), items);
        }
    }

    /** What the built-in rules find in it: rule, container and words of each finding, without time and number. */
    Set<String> findings() throws Exception {
        NodeView node = new AbsentNode(host);
        RuntimeNews news = new RuntimeNews(MANY);
        EventEnricher enricher = new EventEnricher(
                node,
                new ProcessTable(node, MANY),
                new ContainerRegistry(MANY),
                new RuntimeFiles(List.of()),
                news,
                LongUnaryOperator.identity(),
                IdentitySettings.DEFAULT,
                new Metrics());
        Set<String> found = new TreeSet<>();
        try (RuleBundle bundle = RuleBundle.builtIn(RecordedStream.class.getClassLoader());
                PolicyEngine engine = new PolicyEngine(
                        new Site("node", "boot"), List.of(bundle), PolicySet.NONE, EngineObserver.NONE)) {
            FactJudge judge = new FactJudge(
                    engine,
                    new WorkloadBaseline(LearningGoals.DEFAULT),
                    (finding, standing) -> found.add(words(finding)));
            play(enricher, news, judge);
        }
        return found;
    }

    private void play(EventEnricher enricher, RuntimeNews news, FactJudge judge)
            throws MalformedRecordException, InterruptedException {
        RecordDecoder decoder = new RecordDecoder();
        for (Item item : items) {
            switch (item) {
                case Word word -> news.tell(word.known());
                case Bytes bytes ->
                    enricher.accept(
                            decoder.decode(
                                    bytes.record(), 0, (int) bytes.record().byteSize()),
                            Origin.RECORDING,
                            System.nanoTime(),
                            judge::judge);
            }
            enricher.tick(System.nanoTime(), Origin.RECORDING, judge::judge);
        }
        enricher.flush(judge::judge);
    }

    private static String words(Finding finding) {
        return finding.ruleId() + " " + finding.container().id() + " " + finding.message();
    }
}
