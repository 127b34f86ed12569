package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.control.wire.NeighbourLine;
import dev.vedette.sensor.demo.runtime.ContainerRequest;
import dev.vedette.sensor.demo.runtime.SlowWire;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.NeighbourView;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Waiting;
import dev.vedette.tests.support.Workload;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** VDT-4005: a container that takes the network from another. */
@OnAttackRange
class NetworkContentionTest {
    private final AttackRange range;

    NetworkContentionTest(AttackRange range) {
        this.range = range;
    }

    /** Nobody answers, and the sender does not wait for it. */
    private static final String SERVICE = "ping -q -i 0.05 -s 400 " + SlowWire.FAR_END + " > /dev/null 2>&1 &";

    /** Five times as much as the wire takes. */
    private static final String GREEDY = """
        for sender in 1 2 3 4; do
            ping -q -i 0.004 -s 1400 %s > /dev/null 2>&1 &
        done
        """.formatted(SlowWire.FAR_END);

    @Test
    void neighbourThatTakesTheWireOutOfTheNodeIsNamedWithWhatItSent() throws Exception {
        Workload victim = start("orders");
        Workload culprit = start("upload");
        try (SlowWire wire = SlowWire.lay();
                ControlClient sensor = new ControlClient(ControlSocket.in(range.state()))) {
            wire.connect(victim.container());
            wire.connect(culprit.container());
            NeighbourView view = new NeighbourView(sensor, "network");
            victim.does(SERVICE);
            view.await(victim.container(), line -> line.getVerdict().equals("usual"));

            culprit.does(GREEDY);
            Finding found = range.findings()
                    .await(
                            "contention",
                            Waiting.LONG,
                            finding -> finding.ruleId().equals("VDT-4005")
                                    && finding.container().id().equals(victim.id()));
            NeighbourLine line =
                    view.await(victim.container(), one -> one.getCulpritId().equals(culprit.id()));
            String figures = range.sensor().figures();
            culprit.container().stop();
            victim.container().stop();

            assertThat(found.severity()).isEqualTo(Severity.MEDIUM);
            assertThat(found.evidence().get("culprit")).contains("upload");
            assertThat(found.evidence().get("waited behind")).contains("upload");
            assertThat(found.evidence().get("culprit's use")).contains(" packets, 1 KiB each");
            assertThat(line.getP95Nanos()).isGreaterThan(line.getUsualP95Nanos());
            assertThat(figures)
                    .containsPattern("vedette_blame_seconds_total\\{victim=\"range/orders[^}]*upload[^}]*\"network\"");
            assertThat(range.findings().of(culprit.id(), "VDT-4005")).isEmpty();
        }
    }

    private Workload start(String pod) {
        return range.workload(pod, UnaryOperator.identity(), ContainerRequest::runtimeSeccomp);
    }
}
