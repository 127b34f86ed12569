package dev.vedette.sensor.agent;

import dev.vedette.baseline.novelty.LearningGoals;
import dev.vedette.baseline.novelty.WorkloadBaseline;
import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.model.Namespaces;
import dev.vedette.sensor.identity.EventEnricher;
import dev.vedette.sensor.identity.IdentitySettings;
import dev.vedette.sensor.identity.RuntimeFiles;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.node.AbsentNode;
import dev.vedette.sensor.identity.node.NodeView;
import dev.vedette.sensor.identity.process.ProcessTable;
import dev.vedette.sensor.identity.runtime.RuntimeNews;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.pipeline.FactJudge;
import dev.vedette.sensor.pipeline.WarmUp;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongUnaryOperator;

/**
 * Warms the code of the whole pipeline, on a thread of its own, with tables and an engine that are thrown away afterwards.
 */
final class Rehearsal implements AutoCloseable {
    private static final int ROUNDS = 500;
    private static final int FEW = 1_024;

    private final FutureTask<Void> task;

    private Rehearsal(FutureTask<Void> task) {
        this.task = task;
    }

    /** Begins; the rules must stay open until it is closed. */
    static Rehearsal begin(Rules rules, LearningGoals goals) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            play(rules, goals);
            return null;
        });
        Thread.ofPlatform().name("rehearsal").daemon().start(task);
        return new Rehearsal(task);
    }

    private static void play(Rules rules, LearningGoals goals) throws SensorException {
        NodeView nowhere = new AbsentNode(Namespaces.UNKNOWN);
        EventEnricher enricher = new EventEnricher(
                nowhere,
                new ProcessTable(nowhere, FEW),
                new ContainerRegistry(FEW),
                new RuntimeFiles(List.of()),
                new RuntimeNews(1),
                LongUnaryOperator.identity(),
                IdentitySettings.DEFAULT,
                new Metrics());
        try (PolicyEngine engine = rules.engine(new Site("rehearsal", ""), EngineObserver.NONE)) {
            WorkloadBaseline baseline = new WorkloadBaseline(goals);
            new WarmUp(enricher, new FactJudge(engine, baseline, (finding, standing) -> {})).run(ROUNDS);
        }
    }

    /**
     * Waits for its end.
     *
     * @throws SensorException if the rules do not go together
     */
    @Override
    public void close() throws SensorException {
        try {
            task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SensorException reason) {
                throw reason;
            }
            throw new IllegalStateException("the rehearsal failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SensorException("interrupted while it started", e);
        }
    }
}
