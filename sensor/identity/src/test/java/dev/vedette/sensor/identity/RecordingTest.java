package dev.vedette.sensor.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.IsolationObserved;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.probes.record.KernelRecord;
import dev.vedette.sensor.identity.Records.Task;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.node.AbsentNode;
import dev.vedette.sensor.identity.process.ProcessTable;
import dev.vedette.sensor.identity.runtime.RuntimeNews;
import dev.vedette.sensor.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A recording of another node: nothing can be looked up, everything is in the recording. */
class RecordingTest {
    private static final String A = "a".repeat(64);
    private static final long HOST_GROUP = 1;
    private static final long GROUP = 11;
    private static final Task RUNC = Task.of(60);
    private static final Task INIT = Task.of(100);

    private final AbsentNode node = new AbsentNode(FakeNode.HOST);
    private final Records records = new Records();
    private final List<Fact> facts = new ArrayList<>();
    private final EventEnricher enricher = new EventEnricher(
            node,
            new ProcessTable(node, 100),
            new ContainerRegistry(100),
            new RuntimeFiles(List.of()),
            new RuntimeNews(1),
            boot -> boot,
            IdentitySettings.DEFAULT,
            new Metrics());

    private void play(KernelRecord... given) {
        for (KernelRecord record : given) {
            enricher.accept(record, Origin.RECORDING, 0, facts::add);
        }
    }

    @Test
    void factsHaveTheRecordedContainerAndSayThatTheyAreARecording() {
        enricher.seed();
        enricher.learn(
                new RuntimeNews.Known(0, Enriching.known(A), Enriching.isolation(Set.of(NamespaceKind.USER)), 5),
                Origin.RECORDING,
                facts::add);
        play(
                records.exec(RUNC, HOST_GROUP, Records.OF_HOST, "/usr/sbin/runc"),
                records.mkdir(RUNC, HOST_GROUP, GROUP, HOST_GROUP, "/kubepods/" + A),
                records.fork(RUNC, HOST_GROUP, INIT),
                records.attach(RUNC, HOST_GROUP, INIT, GROUP),
                records.exec(INIT, GROUP, Records.OF_CONTAINER, "/bin/sh"));

        ProcessExecuted exec = facts.stream()
                .filter(ProcessExecuted.class::isInstance)
                .map(ProcessExecuted.class::cast)
                .toList()
                .getLast();
        assertThat(exec.container().identity()).isEqualTo(Container.Identity.KNOWN);
        assertThat(exec.phase()).isEqualTo(LifePhase.RUNNING);
        assertThat(exec.context().hostNamespaces()).containsExactly(NamespaceKind.USER);
        assertThat(facts).allMatch(fact -> fact.origin() == Origin.RECORDING);
        assertThat(facts)
                .filteredOn(IsolationObserved.class::isInstance)
                .extracting(fact -> ((IsolationObserved) fact).source())
                .containsExactly(IsolationObserved.Source.RUNTIME, IsolationObserved.Source.KERNEL);
    }
}
