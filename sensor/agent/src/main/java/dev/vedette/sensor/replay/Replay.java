package dev.vedette.sensor.replay;

import dev.vedette.baseline.novelty.LearningGoals;
import dev.vedette.baseline.novelty.WorkloadBaseline;
import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.probes.record.KernelRecord;
import dev.vedette.probes.record.MalformedRecordException;
import dev.vedette.probes.record.RecordDecoder;
import dev.vedette.sensor.identity.EventEnricher;
import dev.vedette.sensor.identity.IdentitySettings;
import dev.vedette.sensor.identity.RuntimeFiles;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.node.AbsentNode;
import dev.vedette.sensor.identity.process.ProcessTable;
import dev.vedette.sensor.identity.runtime.RuntimeNews;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.pipeline.FactJudge;
import dev.vedette.sensor.recording.Recording;
import dev.vedette.sensor.recording.RecordingException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges a recording as the sensor did that took it, by whatever rules and policies, as fast as it can: the same records
 * go the same way, the clock is the recording's own, and nothing is done. What a sensor sees beside the events (posture,
 * its own health) is not in a recording, and so is not found.
 */
public final class Replay {
    /** All that a recording says of containers before its first record may have to wait. */
    private static final int NEWS_WAITING = 1 << 16;

    /** When all that waits for a runtime's word has waited in vain. */
    private static final Duration AFTERWARDS = Duration.ofMinutes(1);

    private final RecordDecoder decoder = new RecordDecoder();
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private long records;
    private long unreadable;

    private final int mostFindings;

    private Replay(int mostFindings) {
        this.mostFindings = mostFindings;
    }

    /**
     * @param findings each once, in the order they were found
     * @param records how many were judged
     * @param unreadable how many could not be
     * @param taken how long the recording was
     */
    public record Result(List<Finding> findings, long records, long unreadable, Duration taken) {
        public Result {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Judges all of it, whatever is found.
     *
     * @throws RecordingException if it is no recording
     * @throws BundleException if the rules don't go together
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    public static Result of(Path file, List<RuleBundle> bundles, PolicySet policies)
            throws IOException, RecordingException, BundleException, InterruptedException {
        return of(file, bundles, policies, Integer.MAX_VALUE);
    }

    /**
     * As {@link #of(Path, List, PolicySet)}, for those who have to do with bounded memory.
     *
     * @param mostFindings how many may be found
     * @throws RecordingException if it is no recording, or more is found
     */
    public static Result of(Path file, List<RuleBundle> bundles, PolicySet policies, int mostFindings)
            throws IOException, RecordingException, BundleException, InterruptedException {
        RuntimeNews news = new RuntimeNews(NEWS_WAITING);
        try (InputStream in = Files.newInputStream(file);
                Recording recording = Recording.ofItsOwnTime(in, news)) {
            Site site = new Site(recording.taken().node(), recording.taken().boot());
            InstantSource then = () -> Instant.ofEpochSecond(0, recording.nowNanos());
            try (PolicyEngine engine = new PolicyEngine(site, bundles, policies, EngineObserver.NONE, then)) {
                return new Replay(mostFindings).judge(recording, news, engine);
            }
        }
    }

    private Result judge(Recording recording, RuntimeNews news, PolicyEngine engine)
            throws RecordingException, InterruptedException {
        AbsentNode node = new AbsentNode(recording.hostNamespaces(), recording::isolationOf);
        IdentitySettings settings = IdentitySettings.DEFAULT;
        EventEnricher enricher = new EventEnricher(
                node,
                new ProcessTable(node, settings.maxProcesses()),
                new ContainerRegistry(settings.maxContainers()),
                new RuntimeFiles(List.of()),
                news,
                recording::epochNanos,
                settings,
                new Metrics());
        FactJudge judge = new FactJudge(
                engine, new WorkloadBaseline(LearningGoals.DEFAULT), (finding, standing) -> take(finding));
        enricher.seed();
        while (recording.isOpen()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the judging of a recording was given up");
            }
            // One at a time: what comes between two records must be known before the second.
            recording.drain((data, offset, length) -> accept(recording, enricher, judge, data, offset, length), 1);
            enricher.tick(recording.takenNanos(), Origin.RECORDING, judge::judge);
            if (findings.size() > mostFindings) {
                throw new RecordingException(
                        "more than " + mostFindings + " findings are in it: judge it with 'vedette replay'", null);
            }
        }
        enricher.tick(recording.takenNanos() + AFTERWARDS.toNanos(), Origin.RECORDING, judge::judge);
        return new Result(
                List.copyOf(findings.values()), records, unreadable, Duration.ofNanos(recording.takenNanos()));
    }

    private void accept(
            Recording recording, EventEnricher enricher, FactJudge judge, MemorySegment data, long offset, int length) {
        try {
            KernelRecord record = decoder.decode(data, offset, length);
            enricher.tick(recording.takenNanos(), Origin.RECORDING, judge::judge);
            enricher.accept(record, Origin.RECORDING, recording.takenNanos(), judge::judge);
            records++;
        } catch (MalformedRecordException e) {
            unreadable++;
        }
    }

    private void take(Finding finding) {
        findings.merge(finding.id(), finding, Replay::betterKnown);
    }

    /** One that is judged again with its container's name takes the place of the one without. */
    private static Finding betterKnown(Finding before, Finding now) {
        return before.container().identity() == now.container().identity() ? before : now;
    }
}
