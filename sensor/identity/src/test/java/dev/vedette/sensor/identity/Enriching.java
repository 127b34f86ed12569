package dev.vedette.sensor.identity;

import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.IsolationObserved;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.ProcessExecuted;
import dev.vedette.probes.record.KernelRecord;
import dev.vedette.sensor.identity.Records.Task;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.process.ProcessTable;
import dev.vedette.sensor.identity.runtime.RuntimeNews;
import dev.vedette.sensor.metrics.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/** Identity as a whole over a written node: records in, facts out, time by hand. */
final class Enriching {
    static final Task CONTAINERD = Task.of(50);
    static final Task RUNC = Task.of(60);
    static final long HOST_GROUP = 1;

    final FakeNode node;
    final Records records = new Records();
    final RuntimeNews news = new RuntimeNews(64);
    final ContainerRegistry containers = new ContainerRegistry(100);
    final ProcessTable processes;
    final Metrics metrics = new Metrics();
    final List<Fact> facts = new ArrayList<>();
    final EventEnricher enricher;
    long now = 1_000_000_000L;

    Enriching() {
        this(new FakeNode(), new IdentitySettings(Duration.ofMillis(500), 100, 1000, 100));
    }

    Enriching(FakeNode node, IdentitySettings settings) {
        this(node, settings, Runnable::run);
    }

    Enriching(FakeNode node, IdentitySettings settings, Executor looking) {
        this.node = node;
        this.processes = new ProcessTable(node, settings.maxProcesses());
        this.enricher = new EventEnricher(
                node,
                processes,
                containers,
                new RuntimeFiles(List.of()),
                news,
                boot -> boot + 1,
                settings,
                metrics,
                looking);
        node.process(CONTAINERD.pid(), 0, 50_000_000L, "containerd", "/usr/bin/containerd", FakeNode.HOST, HOST_GROUP);
        enricher.seed();
    }

    void accept(KernelRecord... given) {
        for (KernelRecord record : given) {
            enricher.accept(record, Origin.LIVE, now, facts::add);
        }
    }

    void passes(Duration time) {
        now += time.toNanos();
        enricher.tick(now, Origin.LIVE, facts::add);
    }

    void runtimeSays(String id, NamespaceKind... granted) {
        try {
            news.tell(new RuntimeNews.Known(0, known(id, granted), isolation(Set.of(granted)), 42));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        enricher.tick(now, Origin.LIVE, facts::add);
    }

    static Container known(String id, NamespaceKind... granted) {
        return new Container(
                id,
                "web",
                "shop:1",
                "sha256:1",
                "containerd",
                new Container.Pod("default", "shop-1", "uid-1", "shop", Map.of()),
                Set.of(granted),
                7,
                Container.Identity.KNOWN);
    }

    static IsolationObserved.Isolation isolation(Set<NamespaceKind> hostNamespaces) {
        return IsolationObserved.Isolation.declared(
                false, hostNamespaces, CapabilitySet.RUNTIME_DEFAULT, 2, false, false, 0, List.of());
    }

    /** What the runtime does up to the container's first program: a group, a runc, its init, the move into the group. */
    void prepare(long group, String path, Task init) {
        accept(
                records.fork(CONTAINERD, HOST_GROUP, RUNC),
                records.exec(RUNC, HOST_GROUP, Records.OF_HOST, "/usr/sbin/runc"),
                records.mkdir(RUNC, HOST_GROUP, group, HOST_GROUP, path),
                records.fork(RUNC, HOST_GROUP, init),
                records.exec(init, HOST_GROUP, Records.OF_HOST, "/memfd:runc"),
                records.attach(RUNC, HOST_GROUP, init, group));
    }

    void start(long group, String path, Task init) {
        prepare(group, path, init);
        accept(records.exec(init, group, Records.OF_CONTAINER, "/bin/sh"));
    }

    <T extends Fact> List<T> all(Class<T> type) {
        return facts.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends Fact> T last(Class<T> type) {
        return all(type).getLast();
    }

    ProcessExecuted lastExec() {
        return last(ProcessExecuted.class);
    }

    Event lastEvent() {
        return last(Event.class);
    }
}
