package dev.vedette.sensor.outputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.AdmissionDecision;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.sensor.metrics.Metrics;
import dev.vedette.sensor.metrics.Metrics.Counter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class OutputQueueTest {
    private final Metrics metrics = new Metrics();
    private final Counter lost = metrics.counter("lost_total", "Lost.", "output", "reason");
    private final Counter delivered = metrics.counter("delivered_total", "Delivered.", "output");

    @Test
    void keepsOrderAndLetsAllOutOnClose() {
        Recorder recorder = new Recorder(new CountDownLatch(0), false);
        try (OutputQueue queue = new OutputQueue(recorder, lost, delivered)) {
            for (int i = 0; i < 500; i++) {
                queue.finding(SampleFindings.finding(i));
            }
        }
        assertThat(recorder.ids).hasSize(500).startsWith("id-0", "id-1").endsWith("id-499");
        assertThat(recorder.closed).isTrue();
    }

    @Test
    void handsOnDecisionsInTheirPlaceAmongFindings() {
        Recorder recorder = new Recorder(new CountDownLatch(0), false);
        try (OutputQueue queue = new OutputQueue(recorder, lost, delivered)) {
            queue.finding(SampleFindings.finding(1));
            queue.decision(SampleFindings.decision("uid-1"));
            queue.finding(SampleFindings.finding(2));
        }
        assertThat(recorder.ids).containsExactly("id-1", "uid-1", "id-2");
    }

    @Test
    void countsWhatASlowOutputCannotTakeAndNeverBlocks() {
        CountDownLatch gate = new CountDownLatch(1);
        try (OutputQueue queue = new OutputQueue(new Recorder(gate, false), lost, delivered)) {
            for (int i = 0; i < 10_000; i++) {
                queue.finding(SampleFindings.finding(i));
            }
            assertThat(lost.value("recorder", "queue full")).isGreaterThan(1_000);
            gate.countDown();
        }
        assertThat(lost.value("recorder", "queue full") + delivered.value("recorder"))
                .isEqualTo(10_000);
    }

    @Test
    void countsFailuresAndGoesOn() {
        List<String> troubles = new CopyOnWriteArrayList<>();
        try (OutputQueue queue =
                new OutputQueue(new Recorder(new CountDownLatch(0), true), lost, delivered, troubles::add)) {
            queue.finding(SampleFindings.finding(1));
            queue.finding(SampleFindings.finding(2));
        }
        assertThat(troubles).containsExactly("it failed", "it failed");
        assertThat(lost.value("recorder", "failed")).isEqualTo(2);
    }

    private static final class Recorder implements Output {
        private final List<String> ids = new CopyOnWriteArrayList<>();
        private final CountDownLatch gate;
        private final boolean fails;
        private volatile boolean closed;

        Recorder(CountDownLatch gate, boolean fails) {
            this.gate = gate;
            this.fails = fails;
        }

        @Override
        public String name() {
            return "recorder";
        }

        @Override
        public void finding(Finding finding) throws OutputException {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (fails) {
                throw new OutputException("it is down: start it", new IOException("down"));
            }
            ids.add(finding.id());
        }

        @Override
        public void outcome(ResponseOutcome outcome) {}

        @Override
        public void decision(AdmissionDecision decision) {
            ids.add(decision.uid());
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
