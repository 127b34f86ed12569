package dev.vedette.sensor.pipeline;

import dev.vedette.policy.model.Fact;
import dev.vedette.probes.record.KernelRecord;
import dev.vedette.probes.record.MalformedRecordException;
import dev.vedette.probes.record.RecordDecoder;
import dev.vedette.sensor.identity.EventEnricher;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.metrics.Metrics.Counter;
import dev.vedette.sensor.metrics.Metrics.Tally;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of an event, from the record to the finding, on one thread.
 *
 * <p>Guarantees: a record that cannot be decoded or judged is counted and the next one is taken; nothing that a record
 * contains can end the thread. Watches are asked between batches, each at its own interval.
 */
public final class Pipeline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    /** When none come: the first to come wakes us, and watches and runtimes' news are the only ones that wait. */
    private static final Duration REST = Duration.ofMillis(20);

    private static final int BATCH = 512;

    private final RecordSource source;
    private final RecordDecoder decoder;
    private final EventEnricher enricher;
    private final FactJudge judge;
    private final List<Watch> watches;
    private final List<RecordTap> taps;
    private final ClassValue<Tally> records;
    private final Counter failures;
    /** Made once: the first compiler calls into the virtual machine for each that is made. */
    private final Consumer<Fact> judging = this::judgeSafely;

    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closing;

    public Pipeline(
            RecordSource source,
            RecordDecoder decoder,
            EventEnricher enricher,
            FactJudge judge,
            List<Watch> watches,
            List<RecordTap> taps,
            Metrics metrics) {
        this.source = source;
        this.decoder = decoder;
        this.enricher = enricher;
        this.judge = judge;
        this.watches = List.copyOf(watches);
        this.taps = List.copyOf(taps);
        this.records = byKind(metrics.counter("vedette_records_total", "Kernel records taken.", "kind"));
        this.failures = metrics.counter(
                "vedette_records_failed_total", "Kernel records that could not be decoded or judged.", "where");
        this.thread = Thread.ofPlatform().name("pipeline").daemon().unstarted(this::run);
    }

    private static ClassValue<Tally> byKind(Counter counter) {
        return new ClassValue<>() {
            @Override
            protected Tally computeValue(Class<?> kind) {
                return counter.with(kind.getSimpleName());
            }
        };
    }

    public void start() {
        thread.start();
    }

    /** Whether the thread runs; false after a failure that ended it. */
    public boolean isRunning() {
        return thread.isAlive() && !closing;
    }

    /** Waits until the source has ended (a recording was played) or the pipeline was closed. */
    public void join() throws InterruptedException {
        ended.await();
    }

    private void run() {
        try {
            Gathering gathering = new Gathering(System.nanoTime());
            Duration wait = Gathering.SHORTEST;
            int taken = 1;
            while (!closing && source.isOpen()) {
                await(taken, wait);
                taken = source.drain(this::take, BATCH);
                long now = System.nanoTime();
                wait = gathering.after(taken, now);
                enricher.tick(now, source.origin(), judging);
                askWatches(now);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("The pipeline ended: {}", e.toString());
        } finally {
            ended.countDown();
        }
    }

    /** @param taken how many records the last look has found */
    private void await(int taken, Duration wait) throws InterruptedException {
        boolean waiting = enricher.isWaiting();
        if (taken == 0 && !waiting) {
            source.rest(REST);
        } else if (taken < BATCH) {
            source.await(waiting ? Gathering.SHORTEST : wait);
        }
    }

    private void take(MemorySegment data, long offset, int length) {
        try {
            for (RecordTap tap : taps) {
                tap.onRecord(data, offset, length);
            }
            KernelRecord record = decoder.decode(data, offset, length);
            records.get(record.getClass()).increment();
            enricher.accept(record, source.origin(), System.nanoTime(), judging);
        } catch (MalformedRecordException e) {
            failures.increment("decode");
            LOG.debug("A record could not be decoded: {}", e.getMessage());
        } catch (RuntimeException e) {
            failures.increment("enrich");
            LOG.warn("A record could not be enriched: {}", e.toString());
        }
    }

    private void judgeSafely(Fact fact) {
        try {
            judge.judge(fact);
        } catch (RuntimeException e) {
            failures.increment("judge");
            LOG.warn("A {} could not be judged: {}", fact.getClass().getSimpleName(), e.toString());
        }
    }

    private void askWatches(long now) {
        for (Watch watch : watches) {
            try {
                watch.look(now, judging);
            } catch (RuntimeException e) {
                failures.increment(watch.name());
                LOG.warn("{} failed: {}", watch.name(), e.toString());
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
