package dev.vedette.tests.tricks;

import dev.vedette.policy.model.Event;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.Origin;
import dev.vedette.probes.BootClock;
import dev.vedette.probes.KernelProbes;
import dev.vedette.probes.libc.Libc;
import dev.vedette.probes.record.FileOpenRecord;
import dev.vedette.probes.record.KernelRecord;
import dev.vedette.probes.record.MalformedRecordException;
import dev.vedette.probes.record.RecordDecoder;
import dev.vedette.sensor.identity.EventEnricher;
import dev.vedette.sensor.identity.IdentitySettings;
import dev.vedette.sensor.identity.RuntimeFiles;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.node.ProcNode;
import dev.vedette.sensor.identity.process.ProcessTable;
import dev.vedette.sensor.identity.runtime.RuntimeNews;
import dev.vedette.sensor.metrics.Metrics;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Keeps every record with the container that identity says it is of. No runtime is asked, so that nothing waits for a
 * name: a container's id is known by its group.
 */
public final class Witness implements AutoCloseable {
    /** For a machine that is emulated and busy with other things. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration PAUSE = Duration.ofMillis(10);

    private final KernelProbes probes;
    private final EventEnricher identity;
    private final RecordDecoder decoder = new RecordDecoder();
    private final Queue<Testimony> all = new ConcurrentLinkedQueue<>();
    private final Thread reader;
    private volatile Throwable failure;
    private volatile boolean closed;

    /** A record, and the container of the facts that follow from it: empty on the node or if there are none. */
    public record Testimony(KernelRecord record, String container) {}

    /**
     * Begins to read.
     *
     * @param probes closed together with this
     */
    public Witness(KernelProbes probes) {
        this.probes = probes;
        ProcNode node = new ProcNode();
        this.identity = new EventEnricher(
                node,
                new ProcessTable(node, 65_536),
                new ContainerRegistry(4096),
                new RuntimeFiles(List.of()),
                new RuntimeNews(16),
                BootClock.measure(new Libc())::toEpochNanos,
                new IdentitySettings(Duration.ZERO, 8192, 65_536, 4096),
                new Metrics());
        identity.seed();
        this.reader = Thread.ofPlatform().name("witness").start(this::read);
    }

    private void read() {
        try {
            while (!closed) {
                probes.ring().await(Duration.ofMillis(2));
                probes.ring().drain(this::onRecord, 4096);
            }
        } catch (Exception | Error e) {
            failure = e;
        }
    }

    private void onRecord(MemorySegment data, long offset, int length) {
        try {
            KernelRecord record = decoder.decode(data, offset, length);
            List<Fact> facts = new ArrayList<>();
            identity.accept(record, Origin.LIVE, System.nanoTime(), facts::add);
            String container = facts.stream()
                    .filter(Event.class::isInstance)
                    .map(fact -> fact.container().id())
                    .findFirst()
                    .orElse("");
            all.add(new Testimony(record, container));
        } catch (MalformedRecordException e) {
            failure = e;
        }
    }

    /** What was told so far and fits. */
    public Stream<Testimony> told(Predicate<KernelRecord> fits) {
        if (failure != null) {
            throw new AssertionError("records could not be read", failure);
        }
        return all.stream().filter(one -> fits.test(one.record()));
    }

    /**
     * Waits until it is told that a file of this path was opened: records keep their order, so all that was done before is
     * told by then.
     *
     * @throws IllegalStateException if it is not told in time
     */
    public void awaitOpening(String path) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (told(record -> record instanceof FileOpenRecord open
                        && open.file().path().equals(path))
                .findAny()
                .isEmpty()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(path + " was opened, and that was not told");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        probes.close();
    }
}
